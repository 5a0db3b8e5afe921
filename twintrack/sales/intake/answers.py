"""What the sender of a delivery is told: as the API answers it and as the log keeps it."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from twintrack.foundation.api.problems import FieldError, Problem
from twintrack.sales.intake.lifecycle import DeliveryOutcome
from twintrack.sales.intake.models import Delivery
from twintrack.sales.intake.problems import tell_all

STATUS = {DeliveryOutcome.RECORDED: 201, DeliveryOutcome.HELD: 202, DeliveryOutcome.REFUSED: 422}
TOO_LARGE = "too_large"


def status_of(delivery: Delivery) -> int:
    """Give the status of HTTP that a delivery is answered with."""
    if any(each["code"] == TOO_LARGE for each in delivery.problems):
        return 413
    return STATUS.get(DeliveryOutcome(delivery.outcome), 200)


def refusal_of(delivery: Delivery) -> Problem:
    """Say why a delivery is refused, field by field."""
    reasons = tell_all(delivery.problems)
    errors = [
        FieldError(
            detail=reason,
            code=each["code"].replace("_", "-"),
            pointer=f"#/{each['field'] or each['value']}",
        )
        for each, reason in zip(delivery.problems, reasons, strict=True)
    ]
    return Problem(status=status_of(delivery), detail=" ".join(reasons), errors=errors)


def answer_to(delivery: Delivery) -> dict[str, Any]:
    """Give the JSON that a delivery is answered with, in the language of the moment."""
    if delivery.outcome == DeliveryOutcome.REFUSED:
        answer: dict[str, Any] = json.loads(refusal_of(delivery).answer().content)
        return answer
    told = {
        "id": delivery.pk,
        "received_at": delivery.received_at,
        "outcome": delivery.outcome,
        "external_id": delivery.external_id,
        "feedback": delivery.feedback.number if delivery.feedback else None,
        "reasons": tell_all(delivery.problems),
    }
    written: dict[str, Any] = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    return written
