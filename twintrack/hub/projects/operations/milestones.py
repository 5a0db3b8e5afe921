"""Set milestones and follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.projects.events import (
    MilestoneAdded,
    MilestoneChanged,
    MilestoneForecastMoved,
    MilestoneReached,
    MilestoneReopened,
)
from twintrack.hub.projects.models import Milestone, Project


class ReachedAlready(Refusal):
    """The milestone is reached."""

    message = _("This milestone is reached already.")


class NotReached(Refusal):
    """The milestone is not reached."""

    message = _("This milestone is not reached yet.")


class NotYet(Refusal):
    """A milestone is said to be reached on a day that lies ahead."""

    message = _("A milestone cannot be reached on a day that lies ahead.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class MilestoneDetails:
    """What a milestone is, and when it is due."""

    name: str
    kind: str
    due_on: date


@transaction.atomic
def add_milestone(
    *,
    project: Project,
    details: MilestoneDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Milestone:
    """
    Add a milestone, expected on the day it is due.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    milestone: Milestone = Milestone.objects.create(
        number=next_number("M"), project=project, forecast_on=details.due_on, **vars(details)
    )
    record(
        MilestoneAdded(
            milestone_id=milestone.pk,
            number=milestone.number,
            name=milestone.name,
            due_on=milestone.due_on,
        ),
        about=milestone,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[project],
    )
    return milestone


@transaction.atomic
def change_milestone(
    *,
    milestone: Milestone,
    details: MilestoneDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Milestone:
    """
    Write the name, kind and due day of a milestone anew; the forecast stays as it is.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReachedAlready: if it is reached: what was promised then stays as it was.
    """
    check_may(by, Act.MANAGE_PROJECTS)
    milestone = _locked(milestone)
    if milestone.is_reached:
        raise ReachedAlready
    changed = {
        field: str(getattr(milestone, field))
        for field, value in vars(details).items()
        if getattr(milestone, field) != value
    }
    if not changed:
        return milestone
    for field, value in vars(details).items():
        setattr(milestone, field, value)
    milestone.save(update_fields=list(changed))
    event = MilestoneChanged(
        milestone_id=milestone.pk,
        number=milestone.number,
        name=milestone.name,
        came_from=changed,
        to={field: str(getattr(milestone, field)) for field in changed},
    )
    record(event, about=milestone, by=by, at=at, caused_by=caused_by, also=[milestone.project])
    return milestone


def _locked(milestone: Milestone) -> Milestone:
    found: Milestone = Milestone.objects.select_for_update(no_key=True).get(pk=milestone.pk)
    return found


@transaction.atomic
def reach(
    *,
    milestone: Milestone,
    on: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Milestone:
    """
    Note that a milestone is reached; without a day, on the day it is in the person's place.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotYet: if the day lies ahead.
    :raises ReachedAlready: if it was reached before.
    """
    check_may(by, Act.REACH_MILESTONE)
    today = timezone.localdate(at)
    if on is not None and on > today:
        raise NotYet
    milestone = _locked(milestone)
    if milestone.is_reached:
        raise ReachedAlready
    milestone.reached_on, milestone.reached_by = on or today, by
    milestone.save(update_fields=["reached_on", "reached_by"])
    record(
        MilestoneReached(
            milestone_id=milestone.pk,
            number=milestone.number,
            name=milestone.name,
            reached_on=milestone.reached_on,
        ),
        about=milestone,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[milestone.project],
    )
    return milestone


@transaction.atomic
def reopen(
    *,
    milestone: Milestone,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Milestone:
    """
    Take back that a milestone is reached.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotReached: if it is not.
    :raises ReasonMissing: if no reason is given.
    """
    check_may(by, Act.REACH_MILESTONE)
    if not reason.strip():
        raise ReasonMissing(_("Say why the milestone is not reached after all."))
    milestone = _locked(milestone)
    if not milestone.is_reached:
        raise NotReached
    milestone.reached_on = milestone.reached_by = None
    milestone.save(update_fields=["reached_on", "reached_by"])
    record(
        MilestoneReopened(
            milestone_id=milestone.pk,
            number=milestone.number,
            name=milestone.name,
            reason=reason.strip(),
        ),
        about=milestone,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[milestone.project],
    )
    return milestone


@transaction.atomic
def move_forecast(
    *,
    milestone: Milestone,
    before: date,
    to: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Milestone:
    """
    Expect a milestone on another day; `before` is the day the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReachedAlready: if it is reached.
    :raises StaleEdit: if somebody moved it in between.
    """
    check_may(by, Act.REACH_MILESTONE)
    milestone = _locked(milestone)
    if milestone.is_reached:
        raise ReachedAlready
    if milestone.forecast_on != before:
        raise StaleEdit(field="forecast_on", current=milestone.forecast_on, attempted=to)
    if to == before:
        return milestone
    milestone.forecast_on = to
    milestone.save(update_fields=["forecast_on"])
    record(
        MilestoneForecastMoved(
            milestone_id=milestone.pk,
            number=milestone.number,
            name=milestone.name,
            came_from=before,
            to=to,
        ),
        about=milestone,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[milestone.project],
    )
    return milestone
