"""Make labels, change them, put them on objects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.labels.events import (
    LabelAdded,
    LabelChanged,
    LabelRemoved,
    LabelRestored,
    ObjectLabelled,
)
from twintrack.foundation.labels.models import MOST, NAME_LENGTH, Colour, Label, Labelling
from twintrack.foundation.labels.registry import act_of, is_closed
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model


class LabelNameTaken(Refusal):
    """Another label has this name."""

    message = _("There is a label of this name already.")


class LabelNameUnfit(Refusal):
    """A label without a name, or with one that fits nowhere."""

    message = _("A label's name has 1 to 40 characters.")
    status = 422


class LabelsFixed(Refusal):
    """The object is closed."""

    message = _("This is closed: its labels stay as they are.")


class TooManyAtOnce(Refusal):
    """So many at once would hold everybody else up."""

    message = _("At most 500 at once. Select fewer.")
    status = 422


@transaction.atomic
def add_label(
    *, name: str, colour: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Label:
    """
    Make a label.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LabelNameUnfit: if the name is empty or too long.
    :raises LabelNameTaken: if another label has the name.
    """
    check_may(by, Act.USE)
    name = _fit(name)
    _check_free(name)
    label: Label = Label.objects.create(name=name, colour=colour)
    record(_added(label), about=label, by=by, at=at, caused_by=caused_by)
    return label


@transaction.atomic
def change_label(
    *,
    label: Label,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Label:
    """
    Give a label another `name` or `colour`; `before` holds what the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed the same in between.
    :raises LabelNameUnfit: if the name is empty or too long.
    :raises LabelNameTaken: if another label has the name.
    """
    label = _held(label, by)
    current = {"name": label.name, "colour": label.colour}
    changes = changes_to_make(current=current, before=before, values=after)
    if "name" in changes:
        changes["name"] = _fit(changes["name"])
        _check_free(changes["name"], but=label)
    if not changes:
        return label
    came_from = label.name
    for field, value in changes.items():
        setattr(label, field, value)
    label.save(update_fields=[*changes])
    event = LabelChanged(
        label_id=label.pk, came_from=came_from, name=label.name, colour=label.colour
    )
    record(event, about=label, by=by, at=at, caused_by=caused_by)
    return label


@transaction.atomic
def remove_label(*, label: Label, by: User, at: datetime, caused_by: Entry | None = None) -> Label:
    """
    Use a label no more; it is on nothing then.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    label = _held(label, by)
    if label.removed_at is None:
        label.removed_at = at
        label.save(update_fields=["removed_at"])
        event = LabelRemoved(label_id=label.pk, name=label.name)
        record(event, about=label, by=by, at=at, caused_by=caused_by)
    return label


@transaction.atomic
def restore_label(*, label: Label, by: User, at: datetime, caused_by: Entry | None = None) -> Label:
    """
    Use a removed label again, on all that carried it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LabelNameTaken: if another label has got its name since.
    """
    label = _held(label, by)
    if label.removed_at is not None:
        _check_free(label.name, but=label)
        label.removed_at = None
        label.save(update_fields=["removed_at"])
        event = LabelRestored(label_id=label.pk, name=label.name)
        record(event, about=label, by=by, at=at, caused_by=caused_by)
    return label


@transaction.atomic
def relabel(
    *,
    about: Model,
    put_on: Collection[Label] = (),
    new: Collection[str] = (),
    take_off: Collection[Label] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> None:
    """
    Put labels on an object that the person was shown, and take others off.

    `new` names labels that are made where there are none of that name.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LabelsFixed: if the object is closed.
    :raises LabelNameUnfit: if a new name is empty or too long.
    """
    code = kind_of(about).code
    check_may(by, act_of(code))
    if is_closed(about):
        raise LabelsFixed
    records, made = _make(new)
    off = {each.pk: each for each in take_off}
    rows = Labelling.objects.filter(about_kind=code, about_id=about.pk)
    there = set(rows.values_list("label_id", flat=True))
    fresh = _not_on({*put_on, *made}, there)
    gone = [label for pk, label in off.items() if pk in there]
    rows.filter(label__in=gone).delete()
    _put(code, [(about.pk, label) for label in fresh])
    if fresh or gone:
        records.append(Record(event=_labelled(fresh, gone), about=about))
    record_many(records, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def label_many(
    *,
    objects: Sequence[Model],
    put_on: Collection[Label] = (),
    new: Collection[str] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[Entry]:
    """
    Put labels on many objects of one kind; gives an entry for each that lacked one of them.

    Closed ones stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TooManyAtOnce: if there are more than 500.
    :raises LabelNameUnfit: if a new name is empty or too long.
    """
    if not objects:
        return []
    if len(objects) > MOST:
        raise TooManyAtOnce
    code = kind_of(objects[0]).code
    check_may(by, act_of(code))
    records, made = _make(new)
    wanted = {*put_on, *made}
    objects = [each for each in objects if not is_closed(each)]
    rows = Labelling.objects.filter(about_kind=code, about_id__in=[each.pk for each in objects])
    there: dict[int, set[int]] = {}
    for pk, label_id in rows.values_list("about_id", "label_id"):
        there.setdefault(pk, set()).add(label_id)
    fresh = {each: _not_on(wanted, there.get(each.pk, set())) for each in objects}
    changed = {each: labels for each, labels in fresh.items() if labels}
    _put(code, [(each.pk, label) for each, labels in changed.items() for label in labels])
    records += [Record(event=_labelled(labels, ()), about=each) for each, labels in changed.items()]
    told = record_many(records, by=by, at=at, caused_by=caused_by)
    return told[len(told) - len(changed) :]


@transaction.atomic
def take_back(
    *,
    put_on: Mapping[Model, Collection[int]],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Take off what was put on objects of one kind, labels by their ids; gives on how many.

    What was taken off since, or is on closed objects, stays as it is.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    open_ones = {each.pk: each for each in put_on if not is_closed(each)}
    if not open_ones:
        return 0
    code = kind_of(next(iter(put_on))).code
    check_may(by, act_of(code))
    rows = Labelling.objects.filter(about_kind=code, about_id__in=open_ones)
    taken: dict[Model, list[Labelling]] = {}
    for row in rows.select_related("label").order_by("label__name", "label_id"):
        about = open_ones[row.about_id]
        if row.label_id in put_on[about]:
            taken.setdefault(about, []).append(row)
    gone = [row.pk for some in taken.values() for row in some]
    Labelling.objects.filter(pk__in=gone).delete()
    records = [
        Record(event=_labelled((), [row.label for row in some]), about=about)
        for about, some in taken.items()
    ]
    record_many(records, by=by, at=at, caused_by=caused_by)
    return len(taken)


def _not_on(labels: Collection[Label], there: Collection[int]) -> list[Label]:
    fresh = [each for each in labels if each.pk not in there]
    return sorted(fresh, key=lambda label: (label.name, label.pk))


def _put(code: str, pairs: Sequence[tuple[int, Label]]) -> None:
    rows = [Labelling(about_kind=code, about_id=pk, label=label) for pk, label in pairs]
    # Somebody else may have put the same one on meanwhile.
    Labelling.objects.bulk_create(rows, ignore_conflicts=True)


def _labelled(put_on: Sequence[Label], taken_off: Sequence[Label]) -> ObjectLabelled:
    return ObjectLabelled(
        put_on_ids=tuple(each.pk for each in put_on),
        put_on=tuple(each.name for each in put_on),
        taken_off_ids=tuple(each.pk for each in taken_off),
        taken_off=tuple(each.name for each in taken_off),
    )


def _make(names: Collection[str]) -> tuple[list[Record], list[Label]]:
    """Find labels by their names, and make those that are not there, each in its own colour."""
    records: list[Record] = []
    labels: list[Label] = []
    for name in dict.fromkeys(_fit(each) for each in names):
        label = Label.objects.filter(name__iexact=name, removed_at=None).first()
        if label is None:
            colour = Colour.values[Label.objects.count() % len(Colour.values)]
            label = Label.objects.create(name=name, colour=colour)
            records.append(Record(event=_added(label), about=label))
        labels.append(label)
    return records, labels


def _added(label: Label) -> LabelAdded:
    return LabelAdded(label_id=label.pk, name=label.name, colour=label.colour)


def _held(label: Label, by: User) -> Label:
    check_may(by, Act.MANAGE_LABELS)
    found: Label = Label.objects.select_for_update(no_key=True).get(pk=label.pk)
    return found


def _fit(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise LabelNameUnfit
    return name


def _check_free(name: str, but: Label | None = None) -> None:
    same = Label.objects.filter(name__iexact=name, removed_at=None)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise LabelNameTaken
