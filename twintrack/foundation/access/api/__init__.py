"""Accounts, people, teams, invitations and tokens in the REST API."""

from ninja import Router

from twintrack.foundation.access.api import invitations, me, people, teams, tokens

router = Router()
for part in (me, tokens, people, teams, invitations):
    router.add_router("", part.router)
