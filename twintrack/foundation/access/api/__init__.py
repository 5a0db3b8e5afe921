"""Accounts, people, teams, invitations and tokens in the REST API."""

from twintrack.foundation.access.api import invitations, me, people, teams, tokens
from twintrack.foundation.api.routing import AppRouter

router = AppRouter(tag="me")
for part in (me, tokens, people, teams, invitations):
    router.add_router("", part.router)
