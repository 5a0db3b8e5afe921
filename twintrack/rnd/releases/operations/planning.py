"""Put releases into the plan, and describe them anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Product, Version
from twintrack.rnd.releases.events import ReleaseChanged, ReleasePlanned
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations.locking import locked

CHANGEABLE = ("name", "goal", "owner", "planned_on", "forecast_on")
# What of a release its version carries too.
SHARED = ("name", "planned_on")


class NameMissing(Refusal):
    """A release without a name."""

    message = _("Give it the name that customers will see, such as 3.3.")
    status = 422


class NameTaken(Refusal):
    """The product has a release of that name."""

    message = _("This product has a release of that name already.")
    status = 422


class OwnerUnfit(Refusal):
    """The owner may not see the product."""

    message = _("This colleague may not see the product, so cannot look after its release.")
    status = 422


class ShippedAlready(Refusal):
    """The days of what customers have stay as they were."""

    message = _("This release is out: its days stay as they were.")


@dataclass(frozen=True, kw_only=True)
class ReleaseDetails:
    """What is known of a release when it comes into the plan."""

    product: Product
    name: str
    goal: str = ""
    owner: User | None = None
    planned_on: date | None = None


@transaction.atomic
def plan_release(
    *, details: ReleaseDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Release:
    """
    Put a release into the plan of its product.

    The product's version of that name is the one it ships as; without one it is added. A version
    that is out already gives a release that is out.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NameMissing: if it has no name.
    :raises NameTaken: if the product has a release of that name.
    :raises OwnerUnfit: if the owner may not see the product.
    """
    check_may(by, Act.PLAN_RELEASES)
    name, owner = details.name.strip(), details.owner or by
    if not name:
        raise NameMissing
    if Release.objects.filter(product=details.product, name=name).exists():
        raise NameTaken
    _check_owner(owner, details.product)
    with together():
        version = _version(details, name, by=by, at=at, caused_by=caused_by)
        release: Release = Release.objects.create(
            number=next_number("REL"),
            product=details.product,
            version=version,
            name=name,
            goal=details.goal.strip(),
            owner=owner,
            state=_state_of(version),
            planned_on=details.planned_on or version.planned_on,
            released_on=version.released_on,
            withdrawn_on=version.withdrawn_on,
            created_by=by,
            created_at=at,
            updated_at=at,
        )
        record(
            ReleasePlanned(
                release_id=release.pk,
                number=release.number,
                name=release.name,
                product_id=release.product_id,
                version_id=version.pk,
                planned_on=release.planned_on,
            ),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[details.product],
        )
    return release


def _version(
    details: ReleaseDetails, name: str, *, by: User, at: datetime, caused_by: Entry | None
) -> Version:
    known: Version | None = Version.objects.filter(product=details.product, name=name).first()
    if known is None:
        return products.add_version(
            product=details.product,
            name=name,
            planned_on=details.planned_on,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    if details.planned_on is None or known.released_on:
        return known
    return products.keep_version(
        version=known,
        before={},
        values={"planned_on": details.planned_on},
        by=by,
        at=at,
        caused_by=caused_by,
    )


def _state_of(version: Version) -> State:
    if version.withdrawn_on:
        return State.WITHDRAWN
    return State.RELEASED if version.released_on else State.PLANNED


def _check_owner(owner: User, product: Product) -> None:
    if not Product.objects.visible_to(owner).filter(pk=product.pk).exists():
        raise OwnerUnfit


@transaction.atomic
def change_release(
    *,
    release: Release,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Release:
    """
    Change the name, goal, owner or days of a release; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NameMissing: if it would have no name.
    :raises NameTaken: if the product has a release or version of that name.
    :raises OwnerUnfit: if the new owner may not see the product.
    :raises ShippedAlready: if days of a release that is out are to change.
    """
    check_may(by, Act.PLAN_RELEASES)
    release = locked(release)
    current = {field: getattr(release, field) for field in CHANGEABLE}
    wanted = {field: value for field, value in values.items() if field in CHANGEABLE}
    to = changes_to_make(current=current, before=before, values=wanted)
    if not to:
        return release
    _check_changes(release, to)
    expected_before = release.expected_on
    with together():
        shared = {field: to[field] for field in SHARED if field in to}
        if shared:
            _pass_to_version(release, shared, by=by, at=at, caused_by=caused_by)
        for field, value in to.items():
            setattr(release, field, value)
        release.updated_at = at
        release.save(update_fields=[*to, "updated_at"])
        record(
            ReleaseChanged(
                release_id=release.pk,
                number=release.number,
                name=release.name,
                fields=sorted(to),
                came_from={field: str(current[field] or "") for field in to},
                to={field: str(value or "") for field, value in to.items()},
                expected_before=expected_before,
                expected_on=release.expected_on,
            ),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[release.owner] if "owner" in to else [],
        )
    return release


def _check_changes(release: Release, to: Mapping[str, Any]) -> None:
    if "name" in to and not to["name"].strip():
        raise NameMissing
    if "owner" in to:
        _check_owner(to["owner"], release.product)
    if release.released_on and {"planned_on", "forecast_on"} & set(to):
        raise ShippedAlready


def _pass_to_version(
    release: Release,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    try:
        release.version = products.keep_version(
            version=release.version,
            before={},
            values=values,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    except products.NameTaken as refusal:
        raise NameTaken from refusal
