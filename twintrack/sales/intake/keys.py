"""The keys of addresses for other systems, and the signatures of what they send."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

PREFIX = "twi_"
# How far the sender's clock may be off; an older delivery may be a recorded one sent again.
WINDOW = timedelta(minutes=5)


def make_key() -> str:
    """Make a key: 256 random bits behind a prefix that scanners recognise."""
    return PREFIX + secrets.token_urlsafe(32)


def make_salt() -> str:
    """Make what tells the signing secrets of two addresses apart."""
    return secrets.token_hex(16)


def hash_of(key: str) -> str:
    """Give what is kept of a key; so many random bits need no slow hash."""
    return sha256(key.encode()).hexdigest()


def hint_of(key: str) -> str:
    """Give what may be shown of a key."""
    return f"{PREFIX}…{key[-4:]}"


def signing_secret(salt: str) -> str:
    """
    Give the secret that an address's deliveries are signed with.

    It is derived from the installation's own secret: nobody who reads the database can sign.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), f"inbound:{salt}".encode(), sha256)
    return made.hexdigest()


def sign(secret: str, *, timestamp: str, body: bytes) -> str:
    """Sign a body as senders do: `sha256=` and HMAC-SHA256 of timestamp, dot and body."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256)
    return f"sha256={made.hexdigest()}"


def is_signed(salt: str, *, signature: str, timestamp: str, body: bytes, at: datetime) -> bool:
    """Say whether a body carries a right signature that is not too old."""
    if not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    if abs(at.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        return False
    right = sign(signing_secret(salt), timestamp=timestamp, body=body)
    return hmac.compare_digest(right.encode(), signature.encode())
