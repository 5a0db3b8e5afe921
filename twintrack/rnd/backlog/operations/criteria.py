"""The check list by which a requirement counts as met."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import CriteriaChanged
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.backlog.operations.locking import locked_open

TEXT_LENGTH = 300


class CriterionUnfit(Refusal):
    """A criterion without words, or with too many."""

    message = _("A criterion has between 1 and 300 characters.")
    status = 422


class CriterionRepeated(Refusal):
    """A criterion that the requirement has already."""

    message = _("This criterion is on the list already.")
    status = 409


@transaction.atomic
def add_criterion(
    *,
    requirement: Requirement,
    text: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Criterion:
    """
    Add a criterion to the end of the list.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises CriterionUnfit: if there are no words or too many.
    :raises CriterionRepeated: if the list has it already.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement, text = locked_open(requirement), _fit(text)
    _check_new(requirement, text)
    last = requirement.criteria.aggregate(last=Max("position"))["last"] or 0
    criterion = Criterion.objects.create(requirement=requirement, text=text, position=last + 1)
    _record(criterion, "added", by=by, at=at, caused_by=caused_by)
    return criterion


@transaction.atomic
def reword_criterion(
    *,
    criterion: Criterion,
    before: str,
    to: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Criterion:
    """
    Put a criterion in other words; `before` are the words the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises CriterionUnfit: if there are no words or too many.
    :raises CriterionRepeated: if another one of the list says so already.
    :raises StaleEdit: if somebody reworded it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    criterion, text = _held(criterion), _fit(to)
    if criterion.text == text:
        return criterion
    if criterion.text != before.strip():
        raise StaleEdit(field="text", current=criterion.text, attempted=text)
    _check_new(criterion.requirement, text, beside=criterion)
    criterion.text = text
    criterion.save(update_fields=["text"])
    _record(criterion, "reworded", by=by, at=at, caused_by=caused_by)
    return criterion


@transaction.atomic
def tick_criterion(
    *,
    criterion: Criterion,
    is_met: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Criterion:
    """
    Note that a criterion is met, or not yet.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    criterion = _held(criterion)
    if is_met == (criterion.met_at is not None):
        return criterion
    criterion.met_by, criterion.met_at = (by, at) if is_met else (None, None)
    criterion.save(update_fields=["met_by", "met_at"])
    _record(criterion, "met" if is_met else "unmet", by=by, at=at, caused_by=caused_by)
    return criterion


@transaction.atomic
def move_criterion(
    *,
    criterion: Criterion,
    steps: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Criterion:
    """
    Move a criterion up (negative steps) or down in the list, as far as it goes.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    criterion = _held(criterion)
    rows = list(_present(criterion.requirement))
    at_now = next(index for index, row in enumerate(rows) if row.pk == criterion.pk)
    goes_to = max(0, min(len(rows) - 1, at_now + steps))
    if goes_to == at_now:
        return criterion
    rows.insert(goes_to, rows.pop(at_now))
    for position, row in enumerate(rows, start=1):
        row.position = position
    Criterion.objects.bulk_update(rows, ["position"])
    _record(criterion, "moved", by=by, at=at, caused_by=caused_by)
    return criterion


@transaction.atomic
def remove_criterion(
    *, criterion: Criterion, by: User, at: datetime, caused_by: Entry | None = None
) -> Criterion:
    """
    Take a criterion off the list; it can be restored.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    criterion = _held(criterion)
    criterion.removed_at = at
    criterion.save(update_fields=["removed_at"])
    _record(criterion, "removed", by=by, at=at, caused_by=caused_by)
    return criterion


@transaction.atomic
def restore_criterion(
    *, criterion: Criterion, by: User, at: datetime, caused_by: Entry | None = None
) -> Criterion:
    """
    Put a criterion back to where it stood.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises CriterionRepeated: if the list says so again since.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    locked_open(criterion.requirement)
    criterion.refresh_from_db()
    if criterion.removed_at is None:
        return criterion
    _check_new(criterion.requirement, criterion.text)
    criterion.removed_at = None
    criterion.save(update_fields=["removed_at"])
    _record(criterion, "restored", by=by, at=at, caused_by=caused_by)
    return criterion


def _fit(text: str) -> str:
    text = " ".join(text.split())
    if not 0 < len(text) <= TEXT_LENGTH:
        raise CriterionUnfit
    return text


def _check_new(requirement: Requirement, text: str, beside: Criterion | None = None) -> None:
    """Letters and the point at the end make no other criterion."""
    wanted = _bare(text)
    if any(_bare(each.text) == wanted for each in _present(requirement) if each != beside):
        raise CriterionRepeated


def _bare(text: str) -> str:
    return text.casefold().rstrip(" .。")


def _present(requirement: Requirement) -> list[Criterion]:
    return list(requirement.criteria.filter(removed_at=None).order_by("position", "pk"))


def _held(criterion: Criterion) -> Criterion:
    # The requirement's lock orders everything that changes its list.
    locked_open(criterion.requirement)
    found = Criterion.objects.filter(pk=criterion.pk, removed_at=None).first()
    if found is None:
        raise NotThere
    return found


def _record(
    criterion: Criterion, change: str, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    requirement = criterion.requirement
    record(
        CriteriaChanged(
            requirement_id=requirement.pk,
            number=requirement.number,
            change=change,
            text=criterion.text,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
