"""Imports, rows that wait, and what other systems send, in the REST API."""

from ninja import Router

from twintrack.sales.intake.api import imports, inbound

router = Router()
for part in (imports, inbound):
    router.add_router("", part.router)
