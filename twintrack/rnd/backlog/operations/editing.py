"""Change what a requirement says of itself: its title, who looks after it, how urgent it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.events import (
    RequirementAssigned,
    RequirementPrioritised,
    RequirementRenamed,
)
from twintrack.rnd.backlog.models import Priority, Requirement
from twintrack.rnd.backlog.operations.locking import check_open, locked, locked_open


class TitleMissing(Refusal):
    """A requirement needs a title."""

    message = _("Give it a title.")
    status = 422


class OwnerOutside(Refusal):
    """Who looks after a requirement must be able to see it."""

    message = _("This person does not see the product, so cannot look after its requirements.")
    status = 422


class PriorityUnknown(Refusal):
    """There is no such priority."""

    message = _("There is no such priority.")
    status = 422


@transaction.atomic
def rename(
    *,
    requirement: Requirement,
    before: str,
    title: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Give a requirement another title; `before` is the title the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises TitleMissing: if the title is empty.
    :raises StaleEdit: if somebody changed it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    title = " ".join(title.split())
    if not title:
        raise TitleMissing
    requirement = locked_open(requirement)
    if requirement.title != before:
        raise StaleEdit(field="title", current=requirement.title, attempted=title)
    if title == before:
        return requirement
    requirement.title, requirement.updated_at = title, at
    requirement.save(update_fields=["title", "updated_at"])
    record(
        RequirementRenamed(
            requirement_id=requirement.pk, number=requirement.number, came_from=before, to=title
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def assign(
    *,
    requirement: Requirement,
    before: int,
    owner: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Let another person look after a requirement; `before` is the id of whom the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises OwnerOutside: if the new owner may not see the product.
    :raises StaleEdit: if somebody changed it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement = locked(requirement)
    if requirement.owner_id != before:
        raise StaleEdit(field="owner", current=requirement.owner, attempted=owner)
    event = handed_to(requirement, owner, seen=seen_by(owner))
    if event is None:
        return requirement
    requirement.updated_at = at
    requirement.save(update_fields=["owner", "updated_at"])
    record(event, about=requirement, by=by, at=at, caused_by=caused_by)
    return requirement


@transaction.atomic
def prioritise(
    *,
    requirement: Requirement,
    before: int,
    priority: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Say how urgent a requirement is, 1 to 4; `before` is the priority the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises PriorityUnknown: if there is no such priority.
    :raises StaleEdit: if somebody changed it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement = locked(requirement)
    if requirement.priority != before:
        raise StaleEdit(field="priority", current=requirement.priority, attempted=priority)
    event = weighed(requirement, priority)
    if event is None:
        return requirement
    requirement.updated_at = at
    requirement.save(update_fields=["priority", "updated_at"])
    record(event, about=requirement, by=by, at=at, caused_by=caused_by)
    return requirement


def seen_by(owner: User) -> frozenset[int]:
    """Give the ids of the products that a person sees, and so may look after requirements of."""
    return frozenset(visible_product_ids(owner))


def handed_to(
    requirement: Requirement, owner: User, *, seen: frozenset[int]
) -> RequirementAssigned | None:
    """
    Give a requirement that is held to another person, without saving; nothing if it is theirs.

    :raises Closed: if it is merged or rejected.
    :raises OwnerOutside: if that person may not see the product.
    """
    check_open(requirement)
    if requirement.owner_id == owner.pk:
        return None
    if requirement.product_id not in seen:
        raise OwnerOutside
    came_from = requirement.owner_id
    requirement.owner = owner
    return RequirementAssigned(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from=came_from,
        to=owner.pk,
        owner_name=owner.name,
    )


def weighed(requirement: Requirement, priority: int) -> RequirementPrioritised | None:
    """
    Set the priority of a requirement that is held, without saving; nothing if it has it already.

    :raises Closed: if it is merged or rejected.
    :raises PriorityUnknown: if there is no such priority.
    """
    check_open(requirement)
    if priority not in Priority.values:
        raise PriorityUnknown
    if requirement.priority == priority:
        return None
    came_from, requirement.priority = requirement.priority, priority
    return RequirementPrioritised(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from=came_from,
        to=priority,
    )
