"""Decide on rows that name something nobody here knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.events import (
    HeldRowDismissed,
    HeldRowRecorded,
    HeldRowWaitsAgain,
)
from twintrack.sales.intake.fields import BY_CODE
from twintrack.sales.intake.lifecycle import DeliveryOutcome, Outcome, State
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.problems import tell_all
from twintrack.sales.intake.resolving import CREATE, Reader


class StillUnknown(Refusal):
    """The row still names something that is not known, or that cannot be."""

    message = _("This row still cannot be recorded.")
    status = 422


class FieldUnknown(Refusal):
    """A correction is of something that feedback does not have."""

    message = _("There is no field “%(field)s”.")
    status = 422

    def __init__(self, field: str) -> None:
        super().__init__(str(self.message) % {"field": field[:80]})


class DecidedAlready(Refusal):
    """Somebody has decided on this row."""

    message = _("Somebody has decided on this row already.")


def _locked(held: HeldRow, outcome: Outcome = Outcome.HELD) -> HeldRow:
    found: HeldRow = HeldRow.objects.select_for_update(no_key=True).get(pk=held.pk)
    if found.outcome != outcome:
        raise DecidedAlready
    return found


@transaction.atomic
def release(
    *,
    held: HeldRow,
    corrections: Mapping[str, str],
    create: Collection[str] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Make feedback of a row that waited, with corrected fields.

    What is named in the fields of `create` and is not known is made, as far as the person may.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DecidedAlready: if somebody has decided on it.
    :raises FieldUnknown: if a correction is of no field of feedback.
    :raises StillUnknown: if a name is still not known, or a value cannot be.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    for code in (*corrections, *create):
        if code not in BY_CODE:
            raise FieldUnknown(code)
    held = _locked(held)
    values = {**held.values, **corrections}
    month_first = held.run is not None and held.run.is_month_first
    decisions = {code: {values.get(code, ""): CREATE} for code in create}
    reader = Reader(by=by, at=at, decisions=decisions, source=held.source, month_first=month_first)
    read = reader.read({code: text for code, text in values.items() if text}, held.external_id)
    if read.said is None:
        raise StillUnknown(" ".join(tell_all([*read.refused, *read.held])))
    updated_at = values.get("updated_at")
    there = datetime.fromisoformat(updated_at) if updated_at else None
    said = replace(read.said, source_updated_at=there)
    feedback = feedback_operations.record(said=said, by=by, at=at, caused_by=caused_by)
    _settle(held, Outcome.RECORDED, feedback, by, at)
    record(
        HeldRowRecorded(held_id=held.pk, feedback_id=feedback.pk, number=feedback.number),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[held.run] if held.run else [],
    )
    return feedback


@transaction.atomic
def dismiss(*, held: HeldRow, by: User, at: datetime, caused_by: Entry | None = None) -> HeldRow:
    """
    Say that a row that waited is not wanted; it is kept, but waits no more.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DecidedAlready: if somebody has decided on it.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    held = _locked(held)
    _settle(held, Outcome.DISMISSED, None, by, at)
    event = HeldRowDismissed(held_id=held.pk, source=held.source, external_id=held.external_id)
    record(event, about=held.run or by, by=by, at=at, caused_by=caused_by)
    return held


@transaction.atomic
def wait_again(*, held: HeldRow, by: User, at: datetime, caused_by: Entry | None = None) -> HeldRow:
    """
    Let a row that was dismissed wait again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DecidedAlready: if it waits already, or its import was taken back.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    held = _locked(held, Outcome.DISMISSED)
    if held.run is not None and held.run.state in {State.UNDOING, State.UNDONE}:
        raise DecidedAlready
    held.outcome, held.decided_by, held.decided_at = Outcome.HELD, None, None
    held.save(update_fields=["outcome", "decided_by", "decided_at"])
    if held.row is not None and held.run is not None:
        ImportRow.objects.filter(pk=held.row.pk).update(outcome=Outcome.HELD)
        ImportRun.objects.filter(pk=held.run.pk).update(held=F("held") + 1)
    event = HeldRowWaitsAgain(held_id=held.pk, source=held.source, external_id=held.external_id)
    record(event, about=held.run or by, by=by, at=at, caused_by=caused_by)
    return held


def _settle(
    held: HeldRow, outcome: Outcome, feedback: Feedback | None, by: User, at: datetime
) -> None:
    held.outcome, held.feedback = outcome, feedback
    held.decided_by, held.decided_at = by, at
    held.save(update_fields=["outcome", "feedback", "decided_by", "decided_at"])
    if held.row is not None and held.run is not None:
        ImportRow.objects.filter(pk=held.row.pk).update(outcome=outcome, feedback=feedback)
        recorded = F("recorded") + (1 if outcome == Outcome.RECORDED else 0)
        ImportRun.objects.filter(pk=held.run.pk).update(held=F("held") - 1, recorded=recorded)
    if held.delivery is not None and feedback is not None:
        Delivery.objects.filter(pk=held.delivery.pk).update(
            outcome=DeliveryOutcome.RECORDED, feedback=feedback, problems=[]
        )
