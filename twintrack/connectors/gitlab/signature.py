"""Whether a delivery comes from GitLab: its signing token, or the older `X-Gitlab-Token`."""

import base64
from collections.abc import Mapping
from datetime import datetime

from twintrack.connectors.signing import digest, is_recent, is_same, key_of

TOKEN = "X-Gitlab-Token"
SIGNATURE = "webhook-signature"
EVENT = "X-Gitlab-Event"
DELIVERY = ("Idempotency-Key", "webhook-id")
# How far its clock may be off, in seconds.
WINDOW = 300


def sign(secret: str, *, delivery: str, timestamp: str, body: bytes) -> str:
    """Sign as a signing token does: `v1,` and HMAC-SHA256 of id, time and body in base64."""
    made = digest(key_of(secret), f"{delivery}.{timestamp}.".encode() + body)
    return f"v1,{base64.b64encode(made).decode()}"


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime) -> bool:
    """Say whether a delivery carries the right signature, or where there is none, the token."""
    said = headers.get(SIGNATURE, "")
    if not said:
        return is_same(headers.get(TOKEN, ""), secret)
    timestamp = headers.get("webhook-timestamp", "")
    if not is_recent(timestamp, at=at, window=WINDOW):
        return False
    delivery = headers.get("webhook-id", "")
    right = sign(secret, delivery=delivery, timestamp=timestamp, body=body)
    # While a token is changed there, several stand side by side.
    return any(is_same(each, right) for each in said.split(" ")[:8])
