"""What happens to deliveries by itself: days go by and move their ends, mails go out."""

from __future__ import annotations

from datetime import datetime

from twintrack.foundation.mailing.outgoing import Outgoing
from twintrack.foundation.people.automation import automation
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.mails import compose
from twintrack.sales.deliveries.models import SurveySending

AT_ONCE = 200


def every_morning(at: datetime) -> None:
    """Reckon anew when the deliveries that go on will be finished."""
    rows = queries.list_going_on()
    for first in range(0, len(rows), AT_ONCE):
        batch = rows[first : first + AT_ONCE]
        operations.note_forecasts(deliveries=batch, by=automation(), at=at)


def send_due(at: datetime) -> None:
    """Hand the mails with links of surveys over to the mail server."""
    Outgoing(
        model=SurveySending,
        related=("survey__delivery__project__owner", "sent_by"),
        compose=compose,
        note_mailed=operations.note_survey_mailed,
        note_failed=operations.note_survey_mail_failed,
    ).send_due(at)
