"""Keys and signatures of what code hosts send, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Protocol

PREFIX = "whsec_"


class Check(Protocol):
    """Says whether a delivery was sent by one who knows the secret."""

    def __call__(
        self, headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime
    ) -> bool: ...


def write_secret(bits: bytes) -> str:
    """Write random bits as a secret, the way Standard Webhooks has it."""
    return PREFIX + base64.b64encode(bits).decode()


def key_of(secret: str) -> bytes:
    """Give the key that a secret of Standard Webhooks stands for; another one is its own key."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def is_same(said: str, right: str) -> bool:
    """Compare two texts without telling by the time it takes how much of them agrees."""
    return hmac.compare_digest(said.encode("utf-8", "replace"), right.encode())


def digest(key: bytes, message: bytes) -> bytes:
    """Give the HMAC-SHA256 of a message."""
    return hmac.new(key, message, sha256).digest()


def is_recent(seconds: str, *, at: datetime, window: float, unit: int = 1) -> bool:
    """Say whether a timestamp, in so many parts of a second, lies close enough to a moment."""
    if not seconds.isdecimal() or len(seconds) > 16:
        return False
    return abs(at.timestamp() - int(seconds) / unit) <= window
