"""Complaints with clocks that run."""

from datetime import UTC, datetime

from tests.factories.feedback import make_feedback
from twintrack.foundation.people.automation import automation
from twintrack.sales.complaints import operations
from twintrack.sales.complaints.models import Complaint
from twintrack.sales.complaints.operations import Begun

# A Tuesday, 09:00 in China: the plans of the tests begin to work.
NINE = datetime(2026, 11, 24, 1, tzinfo=UTC)


def make_complaint(*, at: datetime = NINE, severity: str = "blocker", **over: object) -> Complaint:
    """Make feedback with clocks that run by the default plan: half an hour and eight hours."""
    feedback = make_feedback(
        kind="complaint", severity=severity, occurred_at=at, recorded_at=at, **over
    )
    begun = Begun(feedback_id=feedback.pk, severity=severity, at=at)
    [complaint] = operations.start_all(begun=[begun], by=automation(), at=at)
    return complaint
