"""Review an iteration, say what went well and what not, and take up what follows from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import next_of
from twintrack.rnd.sprints.events import (
    ActionTakenUp,
    IterationReviewed,
    RetroNoteRemoved,
    RetroNoteWritten,
    RetroVoted,
)
from twintrack.rnd.sprints.lifecycle import Lane
from twintrack.rnd.sprints.models import IterationReview, RetroNote, RetroVote
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Work

LONGEST = 300


class TextMissing(Refusal):
    """Nothing was said."""

    message = _("Write something first.")
    status = 422


class NotYours(Refusal):
    """What others said, only they or a lead take back."""

    message = _("Only who said it can take it back.")
    status = 403


class NotAnAction(Refusal):
    """Only actions become work items."""

    message = _("Only an action becomes a work item.")
    status = 422


class TakenUpAlready(Refusal):
    """The action is a work item."""

    message = _("This action is a work item already.")


class ProductMissing(Refusal):
    """A work item belongs to a product."""

    message = _("Choose the product that the work item belongs to.")
    status = 422


def _told(note: RetroNote) -> dict[str, Any]:
    return {
        "iteration_id": note.iteration_id,
        "number": note.iteration.number,
        "note_id": note.pk,
        "text": note.text,
    }


@transaction.atomic
def note_review(
    *,
    iteration: Iteration,
    before: str,
    notes: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> IterationReview:
    """
    Write the notes of an iteration's review anew; `before` is what the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody wrote them in between.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    # Whoever writes the first notes at once comes one after the other.
    Iteration.objects.select_for_update(no_key=True).get(pk=iteration.pk)
    review, _is_new = IterationReview.objects.get_or_create(iteration=iteration)
    notes = notes.strip()
    if review.notes == notes:
        return review
    if review.notes != before.strip():
        raise StaleEdit(field="notes", current=review.notes, attempted=notes)
    review.notes = notes
    review.save(update_fields=["notes"])
    event = IterationReviewed(
        iteration_id=iteration.pk, number=iteration.number, name=iteration.name
    )
    record(event, about=iteration, by=by, at=at, caused_by=caused_by)
    return review


@transaction.atomic
def write_note(
    *,
    iteration: Iteration,
    lane: Lane,
    text: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> RetroNote:
    """
    Say something in a retrospective.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TextMissing: if nothing is said.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    text = " ".join(text.split())[:LONGEST]
    if not text:
        raise TextMissing
    note = RetroNote.objects.create(
        iteration=iteration, lane=lane, text=text, author=by, written_at=at
    )
    event = RetroNoteWritten(**_told(note), lane=lane.value)
    record(event, about=iteration, by=by, at=at, caused_by=caused_by)
    return note


@transaction.atomic
def remove_note(
    *, note: RetroNote, by: User, at: datetime, caused_by: Entry | None = None
) -> RetroNote:
    """
    Take back something said in a retrospective: one's own, or as a lead that of others.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotYours: if somebody else said it.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    note = _held(note)
    if note.author_id != by.pk and not may(by, Act.KEEP_CALENDARS):
        raise NotYours
    if note.removed_at is not None:
        return note
    note.removed_at = at
    note.save(update_fields=["removed_at"])
    record(RetroNoteRemoved(**_told(note)), about=note.iteration, by=by, at=at, caused_by=caused_by)
    return note


@transaction.atomic
def vote(
    *, note: RetroNote, is_for: bool, by: User, at: datetime, caused_by: Entry | None = None
) -> RetroNote:
    """
    Vote for something said in a retrospective, or take the vote back.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    note = _held(note)
    votes = RetroVote.objects.filter(note=note, voter=by)
    if votes.exists() == is_for:
        return note
    if is_for:
        RetroVote.objects.create(note=note, voter=by)
    else:
        votes.delete()
    event = RetroVoted(**_told(note), is_for=is_for)
    record(event, about=note.iteration, by=by, at=at, caused_by=caused_by)
    return note


@transaction.atomic
def take_up(
    *,
    note: RetroNote,
    product: Product | None,
    assignee: User | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Make a work item of an action; it goes into the team's next iteration where one is planned.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotAnAction: if it is something else that was said.
    :raises TakenUpAlready: if it is a work item.
    :raises ProductMissing: if no product is named.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    note = _held(note)
    if note.lane != Lane.ACTION:
        raise NotAnAction
    if note.item_id is not None:
        raise TakenUpAlready
    if product is None:
        raise ProductMissing
    values = {"iteration": next_of(note.iteration), "assignee": assignee}
    with together():
        made = Work(
            product=product,
            title=note.text,
            values={name: value for name, value in values.items() if value is not None},
        )
        item = work.add(work=made, by=by, at=at, caused_by=caused_by)
        note.item = item
        note.save(update_fields=["item"])
        event = ActionTakenUp(**_told(note), work_item_id=item.pk, work_item_number=item.number)
        record(event, about=note.iteration, by=by, at=at, caused_by=caused_by, also=[item])
    return item


def _held(note: RetroNote) -> RetroNote:
    return (
        RetroNote.objects.select_for_update(no_key=True, of=("self",))
        .select_related("iteration")
        .get(pk=note.pk)
    )
