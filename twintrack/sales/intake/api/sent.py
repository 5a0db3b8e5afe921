"""What other systems send to an inbound address, as the API's description tells it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.sales.feedback.models import WORDS_LENGTH
from twintrack.sales.intake.fields import DELIVERED, REQUIRED

SIGNATURE = "X-Twintrack-Signature"
TIMESTAMP = "X-Twintrack-Timestamp"

NOTES: dict[str, str | Promise] = {
    "verbatim": _("What the customer said"),
    "customer": _("Name or number of a customer"),
    "product": _("Name or code of a product"),
    "external_id": _("The number there: the same number is the same feedback"),
    "updated_at": _("When it changed there; an older state changes nothing"),
    "title": _("Otherwise the first sentence"),
    "contact": _("A person at the customer; made if unknown"),
    "module": _("A module of the product"),
    "version": _("A version of the product"),
    "kind": _("complaint, request, praise, question, or usual words for them"),
    "severity": _("blocker, major, minor, trivial, or usual words for them"),
    "channel": _("visit, phone, mail, meeting, chat and others"),
    "occurred_at": _("When it was said: ISO 8601, a day, or seconds since 1970"),
    "source_url": _("A link to it there"),
}
TEXT = {"type": "string"}
MOMENT = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
SHAPES: dict[str, dict[str, Any]] = {
    "verbatim": {**TEXT, "maxLength": WORDS_LENGTH},
    "source_url": {**TEXT, "format": "uri", "maxLength": 500},
    "occurred_at": MOMENT,
    "updated_at": MOMENT,
}


def _header(name: str, note: str | Promise) -> dict[str, Any]:
    shape = {**TEXT, "description": note}
    return {"in": "header", "name": name, "required": False, "description": note, "schema": shape}


WHAT_IS_SENT: dict[str, Any] = {
    # The key stands in the address.
    "security": None,
    "parameters": [
        _header(TIMESTAMP, _("Seconds since 1970, where deliveries are signed")),
        _header(
            SIGNATURE, _("sha256= and the HMAC-SHA256 of timestamp, dot and body, by the secret")
        ),
    ],
    "requestBody": {
        "required": True,
        "description": _("Our own fields, or whatever the template of the address reads"),
        "content": {
            "application/json": {
                "schema": {
                    "title": "InboundFeedback",
                    "type": "object",
                    "required": list(REQUIRED),
                    "properties": {
                        target.code: {
                            **SHAPES.get(target.code, TEXT),
                            "description": NOTES[target.code],
                        }
                        for target in DELIVERED
                    },
                }
            }
        },
    },
}
