"""Enter leave, for oneself or as a lead for others, and take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.events import LeaveChanged, LeaveEntered, LeaveWithdrawn
from twintrack.hub.scheduling.models import Leave

CHANGEABLE = ("kind", "start_on", "end_on", "starts_at_noon", "ends_at_noon", "note")


class DatesCrossed(Refusal):
    """Leave would end before it starts."""

    message = _("The leave would end before it starts.")
    status = 422


class NothingLeft(Refusal):
    """From noon until noon of the same day is no time at all."""

    message = _("From noon until noon of one day nothing is left. Choose one of the two.")
    status = 422


class LeaveTaken(Refusal):
    """The person is away on some of these days already."""

    message = _("Leave is entered for some of these days already.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that leave does not have, or that does not change."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class LeaveDetails:
    """Who is away, why, and when: from the first to the last day, of which halves may be worked."""

    person: User
    kind: str
    start_on: date
    end_on: date
    starts_at_noon: bool = False
    ends_at_noon: bool = False
    note: str = ""


def _check_owner(person: User, by: User) -> None:
    check_may(by, Act.USE if by == person else Act.KEEP_CALENDARS)


def _hold(person_id: int) -> None:
    """Let the leave of a person change one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=person_id)


def _check_days(leave: Leave) -> None:
    if leave.end_on < leave.start_on:
        raise DatesCrossed
    if not leave.part_of(leave.start_on):
        raise NothingLeft
    others = Leave.objects.between(leave.start_on, leave.end_on)
    for other in others.filter(person=leave.person_id).exclude(pk=leave.pk):
        if _share_time(leave, other):
            said = _("Leave from %(start)s to %(end)s is entered already.")
            days = {"start": other.start_on.isoformat(), "end": other.end_on.isoformat()}
            raise LeaveTaken(said % days)


def _share_time(one: Leave, other: Leave) -> bool:
    """Say whether two leaves have a half day in common: a morning and an afternoon have not."""
    first, second = sorted((one, other), key=lambda each: (each.start_on, each.starts_at_noon))
    if first.end_on != second.start_on:
        return first.end_on > second.start_on
    return not (first.ends_at_noon and second.starts_at_noon)


def _told(leave: Leave) -> dict[str, Any]:
    return {
        "leave_id": leave.pk,
        "person_id": leave.person_id,
        "name": leave.person.name,
        "start_on": leave.start_on,
        "end_on": leave.end_on,
    }


@transaction.atomic
def enter_leave(
    *, details: LeaveDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Leave:
    """
    Enter leave: one's own, or that of somebody else if the person keeps calendars.

    :raises NotAllowed: if the person may not enter it for somebody else.
    :raises DatesCrossed: if it would end before it starts.
    :raises NothingLeft: if both halves of its only day are worked.
    :raises LeaveTaken: if that person is away then already.
    """
    _check_owner(details.person, by)
    _hold(details.person.pk)
    leave = Leave(**vars(details), entered_by=by, entered_at=at)
    _check_days(leave)
    leave.save()
    event = LeaveEntered(**_told(leave))
    record(event, about=leave.person, by=by, at=at, caused_by=caused_by)
    return leave


@transaction.atomic
def change_leave(
    *,
    leave: Leave,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Leave:
    """
    Write leave anew; `before` is what the person saw of each field.

    :raises NotAllowed: if the person may not change that of somebody else.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises StateNotReachable: if it was withdrawn.
    :raises DatesCrossed: if it would end before it starts.
    :raises NothingLeft: if both halves of its only day are worked.
    :raises LeaveTaken: if that person is away then already.
    """
    _check_owner(leave.person, by)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    leave = _held(leave)
    if leave.withdrawn_at is not None:
        raise StateNotReachable
    current = {field: getattr(leave, field) for field in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return leave
    for field, value in to.items():
        setattr(leave, field, value)
    _check_days(leave)
    leave.save(update_fields=list(to))
    event = LeaveChanged(**_told(leave))
    record(event, about=leave.person, by=by, at=at, caused_by=caused_by)
    return leave


@transaction.atomic
def withdraw_leave(
    *, leave: Leave, by: User, at: datetime, caused_by: Entry | None = None
) -> Leave:
    """
    Take leave back: the person will be there.

    :raises NotAllowed: if the person may not take back that of somebody else.
    :raises StateNotReachable: if it was withdrawn before.
    """
    _check_owner(leave.person, by)
    leave = _held(leave)
    if leave.withdrawn_at is not None:
        raise StateNotReachable
    leave.withdrawn_at = at
    leave.save(update_fields=["withdrawn_at"])
    event = LeaveWithdrawn(**_told(leave))
    record(event, about=leave.person, by=by, at=at, caused_by=caused_by)
    return leave


@transaction.atomic
def restore_leave(*, leave: Leave, by: User, at: datetime, caused_by: Entry | None = None) -> Leave:
    """
    Let leave that was withdrawn hold again.

    :raises NotAllowed: if the person may not enter it for somebody else.
    :raises StateNotReachable: if it holds.
    :raises LeaveTaken: if other leave was entered for its days in between.
    """
    _check_owner(leave.person, by)
    leave = _held(leave)
    if leave.withdrawn_at is None:
        raise StateNotReachable
    leave.withdrawn_at = None
    _check_days(leave)
    leave.save(update_fields=["withdrawn_at"])
    event = LeaveEntered(**_told(leave))
    record(event, about=leave.person, by=by, at=at, caused_by=caused_by)
    return leave


def _held(leave: Leave) -> Leave:
    _hold(leave.person_id)
    found: Leave = Leave.objects.select_for_update(no_key=True).get(pk=leave.pk)
    return found
