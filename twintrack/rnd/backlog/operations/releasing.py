"""Say with which release requirements ship."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementScoped
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import check_open, locked
from twintrack.rnd.releases.models import Release

SHIPPED = frozenset({State.RELEASED, State.VALIDATED})


class OtherProductsRelease(Refusal):
    """The release is one of another product."""

    message = _("This release is one of another product.")
    status = 422


class ReleaseClosed(Refusal):
    """The release is out, or was called off."""

    message = _("This release is out or called off: nothing can be planned for it any more.")
    status = 422


class ShippedWithIt(Refusal):
    """What customers have got with a release stays there."""

    message = _("Customers have got this with the release: it stays there.")


@transaction.atomic
def plan_into(
    *,
    requirement: Requirement,
    release: Release | None,
    before: Release | Literal["any"] | None = "any",
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Plan a requirement for a release, or for none; of a frozen one this is a late change.

    `before` is the release the person saw, where they saw one. What happens by itself has its
    cause for a reason.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged, rejected or withdrawn.
    :raises StaleEdit: if somebody planned it otherwise in between.
    :raises OtherProductsRelease: if the release is one of another product.
    :raises ReleaseClosed: if the release is out or called off.
    :raises ShippedWithIt: if customers have got it already.
    :raises ReasonMissing: if one of the two releases is frozen and no reason is given.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = locked(requirement)
    if before != "any" and requirement.release not in (before, release):
        raise StaleEdit(field="release", current=requirement.release, attempted=release)
    left = requirement.release
    event = put_into(requirement, release, reason=reason, is_caused=caused_by is not None)
    if event is None:
        return requirement
    requirement.updated_at = at
    requirement.save(update_fields=["release", "updated_at"])
    also = [each for each in (release, left) if each]
    record(event, about=requirement, by=by, at=at, caused_by=caused_by, also=also)
    return requirement


def put_into(
    requirement: Requirement, release: Release | None, *, reason: str, is_caused: bool = False
) -> RequirementScoped | None:
    """
    Plan a requirement that is held for a release, without saving; nothing if it is so already.

    :raises Refusal: as `plan_into` does.
    """
    check_open(requirement)
    left = requirement.release
    if left == release:
        return None
    if requirement.state in SHIPPED and left and left.released_on:
        raise ShippedWithIt
    if release and release.product_id != requirement.product_id:
        raise OtherProductsRelease
    if release and not release.is_open:
        raise ReleaseClosed
    frozen = next((each for each in (release, left) if each and each.is_frozen), None)
    if frozen and not reason.strip() and not is_caused:
        told = _("{name} is frozen: say why this changes so late.")
        raise ReasonMissing(format_lazy(told, name=frozen.name))
    requirement.release = release
    return RequirementScoped(
        requirement_id=requirement.pk,
        number=requirement.number,
        title=requirement.title,
        release_id=release.pk if release else None,
        release_name=release.name if release else "",
        came_from_id=left.pk if left else None,
        came_from_name=left.name if left else "",
        reason=reason.strip(),
        is_late=frozen is not None,
    )
