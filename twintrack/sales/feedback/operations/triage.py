"""Follow feedback to its answer: look at it, send it on, set it aside, take that back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.ledger.operations import record as record_entry
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.events import (
    FeedbackDuplicateUndone,
    FeedbackMarkedDuplicate,
    FeedbackMoved,
    FeedbackRestored,
    FeedbackTriaged,
    FeedbackTriageUndone,
    FeedbackWithdrawn,
)
from twintrack.sales.feedback.lifecycle import NEXT_STATES, OPEN, Route, State
from twintrack.sales.feedback.models import Feedback


class DuplicateOfItself(Refusal):
    """Feedback cannot repeat itself, nor what only repeats it."""

    message = _("This is the same feedback. Choose the one that came first.")
    status = 422


class NotSetAside(Refusal):
    """There is nothing to take back."""

    message = _("Somebody has taken this back already.")


class AnswerMissing(Refusal):
    """Whoever answers without R&D says what was answered."""

    message = _("Write what the customer was told.")
    status = 422


def _locked(feedback: Feedback) -> Feedback:
    # Read again under a lock: two people may press the button at once.
    found: Feedback = Feedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    return found


@dataclass(frozen=True, kw_only=True)
class Step:
    """Feedback that comes into another state by itself, when, and by what."""

    feedback_id: int
    to: State
    at: datetime
    caused_by: Entry | None = None


@transaction.atomic
def move(
    *, feedback: Feedback, to: State, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Bring feedback into one of its next states.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    step = Step(feedback_id=feedback.pk, to=to, at=at, caused_by=caused_by)
    return move_all(steps=[step], by=by, at=at)[0]


@transaction.atomic
def move_all(*, steps: Sequence[Step], by: User, at: datetime) -> list[Feedback]:
    """
    Bring many pieces of feedback into one of their next states, each at its own time.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if a state does not follow the present one.
    """
    check_may(by, Act.USE)
    held: dict[int, Feedback] = (
        Feedback.objects.select_for_update(no_key=True)
        .order_by("pk")
        .in_bulk([step.feedback_id for step in steps])
    )
    reached: dict[State, list[int]] = defaultdict(list)
    records = []
    for step in steps:
        feedback = held[step.feedback_id]
        came_from = State(feedback.state)
        if step.to not in NEXT_STATES.get(came_from, ()):
            raise StateNotReachable
        feedback.state = step.to
        reached[step.to].append(feedback.pk)
        moved = FeedbackMoved(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from.value,
            to=step.to.value,
        )
        records.append(Record(event=moved, about=feedback, at=step.at, caused_by=step.caused_by))
    for to, ids in reached.items():
        Feedback.objects.filter(pk__in=ids).update(state=to)
    record_many(records, by=by, at=at)
    return [held[step.feedback_id] for step in steps]


@transaction.atomic
def triage(
    *,
    feedback: Feedback,
    route: Route,
    note: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Say where feedback goes: to R&D, where it may be already, or answered without R&D.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is settled or set aside.
    :raises AnswerMissing: if it is answered, but nobody says with what.
    """
    check_may(by, Act.TRIAGE_FEEDBACK)
    if route == Route.ANSWER and not note.strip():
        raise AnswerMissing
    feedback = _locked(feedback)
    came_from = State(feedback.state)
    if came_from not in OPEN:
        raise StateNotReachable
    is_there = route == Route.RND and came_from == State.LINKED
    feedback.state_before = came_from
    feedback.state = came_from if is_there else State.TRIAGED
    feedback.note = note.strip()[:500]
    feedback.triaged_by, feedback.triaged_at = by, at
    feedback.save(update_fields=["state", "state_before", "note", "triaged_by", "triaged_at"])
    record_entry(
        FeedbackTriaged(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from.value,
            to=feedback.state,
            route=route.value,
            note=feedback.note,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback


@transaction.atomic
def undo_triage(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Let feedback wait for triage again, in the state it had before.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotSetAside: if nobody has triaged it, or it has been settled since.
    """
    check_may(by, Act.TRIAGE_FEEDBACK)
    feedback = _locked(feedback)
    came_from = State(feedback.state)
    if feedback.triaged_at is None or came_from not in OPEN:
        raise NotSetAside
    feedback.state = State(feedback.state_before or State.NEW)
    feedback.state_before, feedback.note = "", ""
    feedback.triaged_by = feedback.triaged_at = None
    feedback.save(update_fields=["state", "state_before", "note", "triaged_by", "triaged_at"])
    record_entry(
        FeedbackTriageUndone(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from.value,
            to=feedback.state,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback


@transaction.atomic
def mark_duplicate(
    *,
    feedback: Feedback,
    original: Feedback,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Say that feedback repeats another one, or what that one repeats itself.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is settled or set aside.
    :raises DuplicateOfItself: if both are the same.
    """
    check_may(by, Act.TRIAGE_FEEDBACK)
    feedback = _locked(feedback)
    original = original.duplicate_of or original
    if State(feedback.state) not in OPEN or original.state == State.WITHDRAWN:
        raise StateNotReachable
    if original.pk == feedback.pk:
        raise DuplicateOfItself
    came_from = feedback.state
    feedback.state_before, feedback.state = came_from, State.DUPLICATE
    feedback.duplicate_of = original
    feedback.save(update_fields=["state", "state_before", "duplicate_of"])
    # What repeated this one repeats the original now: there are no chains of duplicates.
    feedback.duplicates.update(duplicate_of=original)
    record_entry(
        FeedbackMarkedDuplicate(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from,
            original_id=original.pk,
            original_number=original.number,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[original],
    )
    return feedback


@transaction.atomic
def undo_duplicate(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Let feedback that was marked as a duplicate stand for itself again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotSetAside: if it is no duplicate.
    """
    check_may(by, Act.TRIAGE_FEEDBACK)
    feedback = _locked(feedback)
    original = feedback.duplicate_of
    if feedback.state != State.DUPLICATE or original is None:
        raise NotSetAside
    feedback.state = State(feedback.state_before or State.NEW)
    feedback.state_before, feedback.duplicate_of = "", None
    feedback.save(update_fields=["state", "state_before", "duplicate_of"])
    record_entry(
        FeedbackDuplicateUndone(
            feedback_id=feedback.pk,
            number=feedback.number,
            to=feedback.state,
            original_id=original.pk,
            original_number=original.number,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[original],
    )
    return feedback


@transaction.atomic
def withdraw(
    *,
    feedback: Feedback,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Take feedback back: it was a mistake, or the customer does not mean it any more.

    :raises NotAllowed: if the person neither recorded it nor triages.
    :raises StateNotReachable: if it is settled or set aside.
    """
    check_may(by, Act.RECORD_FEEDBACK if feedback.recorded_by_id == by.pk else Act.TRIAGE_FEEDBACK)
    feedback = _locked(feedback)
    if State(feedback.state) not in OPEN:
        raise StateNotReachable
    came_from = feedback.state
    feedback.state_before, feedback.state = came_from, State.WITHDRAWN
    feedback.note = reason.strip()[:500]
    feedback.save(update_fields=["state", "state_before", "note"])
    record_entry(
        FeedbackWithdrawn(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from=came_from,
            reason=feedback.note,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback


@transaction.atomic
def restore(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Let withdrawn feedback count again.

    :raises NotAllowed: if the person neither recorded it nor triages.
    :raises NotSetAside: if it is not withdrawn.
    """
    check_may(by, Act.RECORD_FEEDBACK if feedback.recorded_by_id == by.pk else Act.TRIAGE_FEEDBACK)
    feedback = _locked(feedback)
    if feedback.state != State.WITHDRAWN:
        raise NotSetAside
    feedback.state = State(feedback.state_before or State.NEW)
    feedback.state_before = feedback.note = ""
    feedback.save(update_fields=["state", "state_before", "note"])
    record_entry(
        FeedbackRestored(feedback_id=feedback.pk, number=feedback.number, to=feedback.state),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback
