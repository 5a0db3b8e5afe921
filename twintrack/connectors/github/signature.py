"""Whether a delivery comes from GitHub: `X-Hub-Signature-256`."""

from collections.abc import Mapping
from datetime import datetime

from twintrack.connectors.signing import digest, is_same

HEADER = "X-Hub-Signature-256"
EVENT = "X-GitHub-Event"
DELIVERY = "X-GitHub-Delivery"


def sign(secret: str, body: bytes) -> str:
    """Sign a body as GitHub does: `sha256=` and HMAC-SHA256 in hex."""
    return f"sha256={digest(secret.encode(), body).hex()}"


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime) -> bool:
    """Say whether a body carries the right signature; GitHub signs no time."""
    return is_same(headers.get(HEADER, ""), sign(secret, body))
