"""Let the clocks of a complaint stand still for a reason of its plan, and run again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.events import ClocksPaused, ClocksResumed
from twintrack.sales.complaints.lifecycle import PauseKind
from twintrack.sales.complaints.models import ClockPause, Complaint
from twintrack.sales.complaints.operations.clocks import raise_signals
from twintrack.sales.complaints.operations.keeping import end_pause, hold, set_anew
from twintrack.sales.sla.models import SlaPauseReason


class NothingRuns(Refusal):
    """No clock of the complaint is alive."""

    message = _("No clock of this complaint runs any more.")


class PausedAlready(Refusal):
    """The clocks stand still."""

    message = _("The clocks are paused already.")


class NotPaused(Refusal):
    """The clocks do not stand still."""

    message = _("The clocks are not paused.")


class ReasonUnknown(Refusal):
    """The plan of the complaint knows no such reason."""

    message = _("The plan of this complaint allows no pause for this reason.")
    status = 422


@transaction.atomic
def pause(
    *,
    complaint: Complaint,
    reason: SlaPauseReason,
    note: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Let the clocks stand still, for a reason that the plan of the complaint names.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonUnknown: if it is another plan's reason.
    :raises PausedAlready: if they stand still.
    :raises NothingRuns: if none is alive.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if reason.version_id != complaint.version_id:
        raise ReasonUnknown
    with together():
        # What has come by now is told of, though the clock stands still from now on.
        raise_signals(complaint=complaint, by=automation(), at=at)
        held = hold(complaint)
        if held.open_pause is not None:
            raise PausedAlready
        if not held.due:
            raise NothingRuns
        row = ClockPause.objects.create(
            complaint=held.complaint,
            kind=PauseKind.AGREED,
            reason=reason,
            note=note.strip()[:500],
            started_at=at,
            by=by,
        )
        held.pauses.append(row)
        set_anew(held, at)
        event = ClocksPaused(
            **held.named, reason_zh=reason.name_zh, reason_en=reason.name_en, note=row.note
        )
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def resume(
    *, complaint: Complaint, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint:
    """
    Let the clocks run again; what time they stood still is added to what is due.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotPaused: if they do not stand still, or were called off.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    held = hold(complaint)
    if held.open_pause is None or held.complaint.is_ended:
        raise NotPaused
    end_pause(held, at)
    set_anew(held, at)
    event = ClocksResumed(**held.named, due=held.due)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint
