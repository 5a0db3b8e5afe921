"""Feedback."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.sales.feedback.models import Feedback

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_feedback(**over: object) -> Feedback:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"FB-T{number}",
        "title": f"Said {number}",
        "verbatim": "tension jumps",
    } | over
    if "customer" not in fields:
        fields["customer"] = make_customer()
    if "product" not in fields:
        fields["product"] = make_product()
    if "recorded_by" not in fields:
        fields["recorded_by"] = make_user()
    fields = {"owner": fields["recorded_by"], "occurred_at": AT, "recorded_at": AT} | fields
    feedback: Feedback = Feedback.objects.create(**fields)
    return feedback
