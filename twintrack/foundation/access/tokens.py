"""The secret of a token: made once, kept as a hash, and recognised again."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.queries import find_token
from twintrack.foundation.api.callers import Caller
from twintrack.foundation.api.scopes import Scope

PREFIX = "twt_"
HINT = 4
# Noting each use would make every read a write.
NOTED_EVERY = timedelta(minutes=1)


def make_secret() -> str:
    """Make the text of a token: 256 random bits behind a prefix that scanners recognise."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Give what is kept of a secret; so many random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Give what may be shown of a secret, so that its owner knows which it is."""
    return f"{PREFIX}…{secret[-HINT:]}"


def find_caller(secret: str, at: datetime) -> Caller | None:
    """Find the caller of a token that holds now: each request asks, so revoking acts at once."""
    if not secret.startswith(PREFIX):
        return None
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
