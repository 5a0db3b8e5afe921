"""How clocks follow feedback, and who is told when they break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.events import (
    ClockBreached,
    ClockEscalated,
    ClockWarned,
    ReplyMailFailed,
)
from twintrack.sales.complaints.lifecycle import EndedBy
from twintrack.sales.complaints.operations import Begun
from twintrack.sales.feedback.events import (
    FeedbackChanged,
    FeedbackDuplicateUndone,
    FeedbackMarkedDuplicate,
    FeedbackMoved,
    FeedbackReclassified,
    FeedbackRecorded,
    FeedbackRestored,
    FeedbackTriaged,
    FeedbackWithdrawn,
)
from twintrack.sales.feedback.lifecycle import SETTLED, Route, State
from twintrack.sales.feedback.models import Feedback, Kind

# What broke so long before it was told of, as when years are read in, is news to nobody.
STALE = timedelta(days=7)
clocks = Subscriber("complaints.clocks")


def _caused(entry: Entry) -> dict[str, Any]:
    return {"by": automation(), "at": entry.happened_at, "caused_by": entry}


@clocks.on_several(FeedbackRecorded, at_once=100)
def start_clocks(told: Sequence[tuple[FeedbackRecorded, Entry]]) -> None:
    """Let the clocks of new complaints run."""
    begun = [
        Begun(
            feedback_id=event.feedback_id,
            severity=event.severity,
            at=entry.happened_at,
            occurred_at=event.occurred_at,
            caused_by=entry,
        )
        for event, entry in told
        if event.feedback_kind == Kind.COMPLAINT
    ]
    if begun:
        operations.start_all(begun=begun, by=automation(), at=told[-1][1].happened_at)


@clocks.on(FeedbackReclassified)
def follow_class(event: FeedbackReclassified, entry: Entry) -> None:
    """Set clocks to another severity; begin and end them with what is a complaint."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    changes = {each.field: each for each in event.changes}
    severity = changes["severity"].to if "severity" in changes else None
    kind = changes.get("kind")
    if severity:
        operations.retarget(feedback=feedback, severity=severity, **_caused(entry))
    if kind is None:
        return
    if kind.to != Kind.COMPLAINT:
        operations.call_off(feedback=feedback, why=EndedBy.KIND, **_caused(entry))
        return
    began = Begun(
        feedback_id=feedback.pk,
        severity=severity or feedback.severity,
        at=entry.happened_at,
        caused_by=entry,
    )
    operations.start_all(begun=[began], by=automation(), at=entry.happened_at)
    operations.call_again(feedback=feedback, **_caused(entry))


@clocks.on(FeedbackChanged)
def follow_moment(event: FeedbackChanged, entry: Entry) -> None:
    """Let clocks that run from when it happened begin anew when that was corrected."""
    said = next((each.to for each in event.changes if each.field == "occurred_at"), None)
    if said:
        feedback = Feedback.objects.get(pk=event.feedback_id)
        moment = datetime.fromisoformat(said)
        operations.retarget(feedback=feedback, occurred_at=moment, **_caused(entry))


@clocks.on(FeedbackMoved)
def follow_state(event: FeedbackMoved, entry: Entry) -> None:
    """Stop clocks with what is resolved, and let them run on with what is opened again."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    is_settled = State(event.to) in SETTLED
    if is_settled and State(event.came_from) not in SETTLED:
        operations.note_resolution(feedback=feedback, who=entry.actor, **_caused(entry))
    elif not is_settled and State(event.came_from) in SETTLED:
        operations.note_reopening(feedback=feedback, **_caused(entry))


@clocks.on(FeedbackTriaged)
def follow_answer(event: FeedbackTriaged, entry: Entry) -> None:
    """Count an answer without R&D as the first response."""
    if event.route == Route.ANSWER:
        feedback = Feedback.objects.get(pk=event.feedback_id)
        operations.note_answer(
            feedback=feedback, reply=event.note, who=entry.actor, **_caused(entry)
        )


@clocks.on(FeedbackMarkedDuplicate)
def end_with_duplicate(event: FeedbackMarkedDuplicate, entry: Entry) -> None:
    """Let nothing be due of what repeats another complaint."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    operations.call_off(feedback=feedback, why=EndedBy.DUPLICATE, **_caused(entry))


@clocks.on(FeedbackWithdrawn)
def end_with_withdrawal(event: FeedbackWithdrawn, entry: Entry) -> None:
    """Let nothing be due of what was withdrawn."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    operations.call_off(feedback=feedback, why=EndedBy.WITHDRAWN, **_caused(entry))


@clocks.on(FeedbackDuplicateUndone, FeedbackRestored)
def run_on(event: FeedbackDuplicateUndone | FeedbackRestored, entry: Entry) -> None:
    """Let clocks run on of what stands for itself again."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    operations.call_again(feedback=feedback, **_caused(entry))


tellers = Subscriber("complaints.tellers")


@tellers.on(ClockWarned, ClockBreached)
def tell_owner(event: ClockWarned | ClockBreached, entry: Entry) -> None:
    """Tell who looks after a complaint that its clock breaks soon, or broke."""
    if _is_stale(event.moment, entry):
        return
    told_by = "complaints/warned" if isinstance(event, ClockWarned) else "complaints/breached"
    for owner in queries.list_told(whom="owner", role="", owner_id=event.owner_id):
        notify(
            recipient=owner,
            entry=entry,
            told_by=told_by,
            because="complaints/owner",
            about=Feedback.objects.get(pk=event.feedback_id),
            at=entry.happened_at,
        )


@tellers.on(ClockEscalated)
def tell_step(event: ClockEscalated, entry: Entry) -> None:
    """Tell whom a step of escalation names."""
    if _is_stale(event.moment, entry):
        return
    feedback = Feedback.objects.get(pk=event.feedback_id)
    people = queries.list_told(whom=event.whom, role=event.role, owner_id=event.owner_id)
    for person in people:
        if not queries.is_seen_by(feedback, person):
            continue
        notify(
            recipient=person,
            entry=entry,
            told_by="complaints/escalated",
            because=f"complaints/{event.whom}",
            about=feedback,
            at=entry.happened_at,
        )


@tellers.on(ReplyMailFailed)
def tell_sender(event: ReplyMailFailed, entry: Entry) -> None:
    """Tell whoever sent a reply, or the owner once they left, that the customer did not get it."""
    feedback = Feedback.objects.select_related("owner").get(pk=event.feedback_id)
    sender = User.objects.get(pk=event.sent_by_id)
    person = sender if sender.is_active else feedback.owner
    if queries.is_seen_by(feedback, person):
        notify(
            recipient=person,
            entry=entry,
            told_by="complaints/mail_failed",
            because="complaints/sender" if person == sender else "complaints/owner",
            about=feedback,
            at=entry.happened_at,
        )


def _is_stale(moment: datetime, entry: Entry) -> bool:
    return entry.happened_at - moment > STALE
