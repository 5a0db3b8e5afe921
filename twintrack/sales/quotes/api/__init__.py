"""Quotes, and the rules of their approval, in the REST API."""

from ninja import Router

from twintrack.sales.quotes.api import acts, lines, quotes, rules

router = Router()
for part in (quotes, lines, acts, rules):
    router.add_router("", part.router)
