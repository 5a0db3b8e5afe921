"""Recognises the caller behind a token."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.db.models import Q

from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.queries import find_token
from twintrack.foundation.access.secrets import hash_of
from twintrack.foundation.api.callers import Caller
from twintrack.foundation.api.scopes import Scope

# Noting each use would make every read a write.
NOTED_EVERY = timedelta(minutes=1)


def find_caller(secret: str, at: datetime) -> Caller | None:
    """Find the caller of a token that holds now: each request asks, so revoking acts at once."""
    token_hash = hash_of(secret)
    token = find_token(token_hash)
    if token is None or not hmac.compare_digest(token.token_hash, token_hash):
        return None
    if not token.holds(at):
        return None
    _note_use(token, at)
    return Caller(user=token.owner, scope=Scope(token.scope), token_id=token.pk)


def _note_use(token: ApiToken, at: datetime) -> None:
    before = at - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        rows = ApiToken.objects.filter(pk=token.pk)
        rows.filter(Q(last_used_at=None) | Q(last_used_at__lt=before)).update(last_used_at=at)
