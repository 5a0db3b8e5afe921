"""Whether a delivery comes from Gitee: `X-Gitee-Token` as a password, or as a signature."""

import base64
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote

from twintrack.connectors.signing import digest, is_recent, is_same

TOKEN = "X-Gitee-Token"
TIMESTAMP = "X-Gitee-Timestamp"
EVENT = "X-Gitee-Event"
# Gitee itself allows an hour; its timestamp is in milliseconds.
WINDOW, UNIT = 3600, 1000


def sign(secret: str, *, timestamp: str) -> str:
    """Sign as Gitee does: HMAC-SHA256 of timestamp, line and secret in base64; no body."""
    return base64.b64encode(digest(secret.encode(), f"{timestamp}\n{secret}".encode())).decode()


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime) -> bool:
    """Say whether a delivery carries the password, or a right signature that is not too old."""
    said, timestamp = headers.get(TOKEN, ""), headers.get(TIMESTAMP, "")
    is_password = is_same(said, secret)
    right = sign(secret, timestamp=timestamp)
    # Some versions of Gitee write it as it stands in an address.
    is_signature = is_same(said, right) or is_same(unquote(said), right)
    is_timely = is_recent(timestamp, at=at, window=WINDOW, unit=UNIT)
    return is_password or (is_signature and is_timely)
