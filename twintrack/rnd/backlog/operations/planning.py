"""Say when requirements are to be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.events import (
    RequirementDateMoved,
    RequirementPlanned,
)
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import check_open, locked


class OtherProject(Refusal):
    """The milestone belongs to a project about another product."""

    message = _("This milestone belongs to a project about another product.")
    status = 422


@transaction.atomic
def move_date(
    *,
    requirement: Requirement,
    before: date | None,
    to: date | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Plan a requirement for another day; `before` is the day the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises StaleEdit: if somebody moved it in between.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = locked(requirement)
    if requirement.planned_on != before:
        raise StaleEdit(field="planned_on", current=requirement.planned_on, attempted=to)
    event = shifted(requirement, to)
    if event is None:
        return requirement
    requirement.updated_at = at
    requirement.save(update_fields=["planned_on", "updated_at"])
    record(event, about=requirement, by=by, at=at, caused_by=caused_by)
    return requirement


@transaction.atomic
def plan_for(
    *,
    requirement: Requirement,
    milestone: Milestone | None,
    before: Milestone | Literal["any"] | None = "any",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Say by which milestone a requirement is to be done, or that it is by none.

    `before` is the milestone the person saw, where they saw one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises StaleEdit: if somebody planned it otherwise in between.
    :raises OtherProject: if the milestone's project is about another product.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = locked(requirement)
    if before != "any" and requirement.milestone not in (before, milestone):
        raise StaleEdit(field="milestone", current=requirement.milestone, attempted=milestone)
    event = put_under(requirement, milestone)
    if event is None:
        return requirement
    requirement.updated_at = at
    requirement.save(update_fields=["milestone", "updated_at"])
    record(
        event,
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[milestone] if milestone else [],
    )
    return requirement


def shifted(requirement: Requirement, to: date | None) -> RequirementDateMoved | None:
    """
    Plan a requirement that is held for a day, without saving; nothing if it is so already.

    :raises Closed: if it is merged or rejected.
    """
    check_open(requirement)
    if requirement.planned_on == to:
        return None
    came_from, requirement.planned_on = requirement.planned_on, to
    return RequirementDateMoved(
        requirement_id=requirement.pk, number=requirement.number, came_from=came_from, to=to
    )


def put_under(requirement: Requirement, milestone: Milestone | None) -> RequirementPlanned | None:
    """
    Plan a requirement that is held for a milestone, without saving; nothing if it is so already.

    :raises Closed: if it is merged or rejected.
    :raises OtherProject: if the milestone's project is about another product.
    """
    check_open(requirement)
    if milestone and milestone.project.product_id != requirement.product_id:
        raise OtherProject
    came_from = requirement.milestone_id
    if came_from == (milestone.pk if milestone else None):
        return None
    requirement.milestone = milestone
    return RequirementPlanned(
        requirement_id=requirement.pk,
        number=requirement.number,
        milestone_id=milestone.pk if milestone else None,
        milestone_name=milestone.name if milestone else "",
        came_from_id=came_from,
    )
