"""Secrets of tokens and invitations: made once, kept as a hash, recognised again."""

import secrets
from hashlib import sha256

HINT = 4


def make_secret(prefix: str = "") -> str:
    """Make 256 random bits behind a prefix that scanners for leaked keys recognise."""
    return prefix + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Give what is kept of a secret; so many random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def hint_of(secret: str) -> str:
    """Give what may be shown of a token, so that its owner knows which it is."""
    return f"{secret[:4]}…{secret[-HINT:]}"
