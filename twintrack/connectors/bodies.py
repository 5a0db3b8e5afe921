"""Open the body of a delivery: JSON, or a form with JSON in it as older hooks send."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from twintrack.connectors.reading import Unreadable

FORM = "application/x-www-form-urlencoded"
FIELDS = ("payload", "hook")


def open_body(body: bytes, content_type: str) -> dict[str, Any]:
    """
    Give the object that a body is.

    :raises Unreadable: if it is none.
    """
    try:
        if content_type.partition(";")[0].strip().lower() == FORM:
            fields = parse_qs(body.decode(), max_num_fields=20)
            told = json.loads(next(fields[name][0] for name in FIELDS if name in fields))
        else:
            told = json.loads(body)
    except (ValueError, RecursionError, StopIteration):
        raise Unreadable("body") from None
    if not isinstance(told, dict):
        raise Unreadable("body")
    return told
