"""Let one requirement stand for several, and take that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementMerged, RequirementUnmerged
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import Closed, locked


class NothingToMerge(Refusal):
    """No requirement to merge, or only the target itself."""

    message = _("Choose at least one other requirement to merge into this one.")
    status = 422


class OtherProduct(Refusal):
    """The requirements are about different products."""

    message = _("Requirements of different products cannot be merged; link or split them instead.")
    status = 422


class NotMergeable(Refusal):
    """A requirement is merged already, or customers have it in hand."""

    message = _("What is released or already merged cannot be merged into another requirement.")


class NotMerged(Refusal):
    """The requirement stands for itself already."""

    message = _("This requirement is not merged, or was changed in the meantime.")


@transaction.atomic
def merge(
    *,
    sources: Sequence[Requirement],
    target: Requirement,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Merge requirements into another one, all of them or none; the helix moves their feedback.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingToMerge: if there is no requirement but the target.
    :raises OtherProduct: if one is about another product.
    :raises NotMergeable: if one is released or merged already.
    :raises Closed: if the target is rejected or itself merged.
    """
    check_may(by, Act.MERGE_REQUIREMENT)
    held = _hold([*sources, target])
    target = held.pop(target.pk)
    if not held:
        raise NothingToMerge
    if target.is_frozen:
        raise Closed
    if any(source.product_id != target.product_id for source in held.values()):
        raise OtherProduct
    if not all(source.is_mergeable for source in held.values()):
        raise NotMergeable
    told = [_merge_one(source, target, at) for source in held.values()]
    record_many(told, by=by, at=at, caused_by=caused_by)
    return target


def _hold(requirements: Sequence[Requirement]) -> dict[int, Requirement]:
    # In the order of their ids, so that two people merging crosswise do not wait for each other.
    ids = sorted({each.pk for each in requirements})
    found = Requirement.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {each.pk: each for each in found}


def _merge_one(source: Requirement, target: Requirement, at: datetime) -> Record:
    came_from = source.state
    source.state_before_merge, source.state = came_from, State.MERGED
    source.merged_into, source.updated_at = target, at
    source.save(update_fields=["state", "state_before_merge", "merged_into", "updated_at"])
    event = RequirementMerged(
        requirement_id=source.pk,
        number=source.number,
        came_from=came_from,
        target_id=target.pk,
        target_number=target.number,
    )
    return Record(event=event, about=source, also=[target])


@transaction.atomic
def unmerge(
    *, requirement: Requirement, by: User, at: datetime, caused_by: Entry | None = None
) -> Requirement:
    """
    Let a merged requirement stand for itself again, with the state and feedback it had.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotMerged: if it is not merged.
    """
    check_may(by, Act.MERGE_REQUIREMENT)
    requirement = locked(requirement)
    target = requirement.merged_into
    if requirement.state != State.MERGED or target is None:
        raise NotMerged
    requirement.state, requirement.state_before_merge = requirement.state_before_merge, ""
    requirement.merged_into, requirement.updated_at = None, at
    requirement.save(update_fields=["state", "state_before_merge", "merged_into", "updated_at"])
    record(
        RequirementUnmerged(
            requirement_id=requirement.pk,
            number=requirement.number,
            to=requirement.state,
            target_id=target.pk,
            target_number=target.number,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[target],
    )
    return requirement
