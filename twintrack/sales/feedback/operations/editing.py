"""Correct what was written down: its words, its kind, what it is about, who looks after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record as record_entry
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.events import (
    FeedbackAssigned,
    FeedbackChanged,
    FeedbackReclassified,
    FieldChange,
)
from twintrack.sales.feedback.models import Channel, Feedback, Kind, Severity
from twintrack.sales.feedback.operations.recording import (
    TITLE_LENGTH,
    NothingSaid,
    NotYetHappened,
    OtherCustomer,
    OtherProduct,
)

CLASSES = frozenset({"kind", "severity", "module", "version"})
WORDS = frozenset(
    {"title", "verbatim", "contact", "channel", "occurred_at", "source_url", "source_updated_at"}
)
# Kept, but nobody is told of it alone.
SILENT = frozenset({"source_updated_at"})
CHOICES = {
    "kind": frozenset(Kind.values),
    "severity": frozenset(Severity.values),
    "channel": frozenset(Channel.values),
}


class FieldUnknown(Refusal):
    """This cannot be changed here, or has no such value."""

    message = _("This cannot be changed here, or there is no such choice.")
    status = 422


@transaction.atomic
def reclassify(
    *,
    feedback: Feedback,
    changes: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Say of what kind and severity feedback is, and which module and version it is about.

    `before` holds the values that the person saw.

    :raises NotAllowed: if the person neither recorded it, looks after it, nor triages.
    :raises FieldUnknown: if it is none of these four, or no such choice.
    :raises OtherProduct: if the module or version is another product's.
    :raises StaleEdit: if somebody changed the same field in between.
    """
    feedback, told = _edit(feedback, changes, before, CLASSES, by=by, at=at)
    if told:
        record_entry(
            FeedbackReclassified(feedback_id=feedback.pk, number=feedback.number, changes=told),
            about=feedback,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return feedback


@transaction.atomic
def change(
    *,
    feedback: Feedback,
    changes: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Feedback:
    """
    Correct the title, the words, who said it, when, or by which channel.

    `before` holds the values that the person saw.

    :raises NotAllowed: if the person neither recorded it, looks after it, nor triages.
    :raises FieldUnknown: if it is none of these, or no such choice.
    :raises NothingSaid: if no words are left.
    :raises OtherCustomer: if the contact is another customer's.
    :raises NotYetHappened: if it would lie in the future.
    :raises StaleEdit: if somebody changed the same field in between.
    """
    feedback, told = _edit(feedback, changes, before, WORDS, by=by, at=at)
    if told:
        record_entry(
            FeedbackChanged(feedback_id=feedback.pk, number=feedback.number, changes=told),
            about=feedback,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return feedback


@transaction.atomic
def assign(
    *, feedback: Feedback, owner: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Feedback:
    """
    Let somebody look after feedback.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.TRIAGE_FEEDBACK)
    feedback = Feedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    before = feedback.owner
    if before == owner:
        return feedback
    feedback.owner = owner
    feedback.save(update_fields=["owner"])
    record_entry(
        FeedbackAssigned(
            feedback_id=feedback.pk,
            number=feedback.number,
            came_from_id=before.pk,
            came_from=before.name,
            owner_id=owner.pk,
            owner=owner.name,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return feedback


@transaction.atomic
def reclassify_all(
    *, feedback: Sequence[Feedback], changes: Mapping[str, Any], by: User, at: datetime
) -> list[Feedback]:
    """
    Classify several alike; all of them or none.

    :raises NotAllowed: if the person may not edit one of them.
    :raises FieldUnknown: if there is no such field or choice.
    """
    return [reclassify(feedback=each, changes=changes, by=by, at=at) for each in feedback]


@transaction.atomic
def assign_all(
    *, feedback: Sequence[Feedback], owner: User, by: User, at: datetime
) -> list[Feedback]:
    """
    Let somebody look after several; all of them or none.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    return [assign(feedback=each, owner=owner, by=by, at=at) for each in feedback]


def _edit(
    feedback: Feedback,
    changes: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    allowed: frozenset[str],
    *,
    by: User,
    at: datetime,
) -> tuple[Feedback, list[FieldChange]]:
    is_theirs = by.pk in {feedback.recorded_by_id, feedback.owner_id}
    check_may(by, Act.RECORD_FEEDBACK if is_theirs else Act.TRIAGE_FEEDBACK)
    if not changes.keys() <= allowed:
        raise FieldUnknown
    feedback = Feedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    told, changed = [], []
    for field, value in changes.items():
        now = getattr(feedback, field)
        if before is not None and field in before and before[field] != now:
            raise StaleEdit(field=field, current=now, attempted=value)
        value = _checked(feedback, field, value, at)
        if value != now:
            setattr(feedback, field, value)
            changed.append(field)
            if field not in SILENT:
                told.append(FieldChange(field=field, came_from=_word(now), to=_word(value)))
    feedback.save(update_fields=changed)
    return feedback, told


def _checked(feedback: Feedback, field: str, value: Any, at: datetime) -> Any:
    if field in CHOICES and value not in CHOICES[field]:
        raise FieldUnknown
    if field in {"title", "verbatim"}:
        value = str(value).strip()
        if not value:
            raise NothingSaid
    _check_belongs(feedback, field, value)
    if field == "occurred_at" and value > at:
        raise NotYetHappened
    return value[:TITLE_LENGTH] if field == "title" else value


def _check_belongs(feedback: Feedback, field: str, value: Any) -> None:
    if value is None:
        return
    if field in {"module", "version"} and value.product_id != feedback.product_id:
        raise OtherProduct
    if field == "contact" and value.customer_id != feedback.customer_id:
        raise OtherCustomer


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)
