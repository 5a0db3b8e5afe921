"""Ship a release, and take it back from customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    Refusal,
    StateNotReachable,
)
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations as products
from twintrack.rnd.releases.events import ReleaseMoved, ReleaseShipped, ReleaseWithdrawn
from twintrack.rnd.releases.gates import Checked, check_list
from twintrack.rnd.releases.lifecycle import OPEN, State
from twintrack.rnd.releases.models import Release, Waiver
from twintrack.rnd.releases.operations.locking import locked


class NotYet(Refusal):
    """A release is said to be out on a day that lies ahead."""

    message = _("A release cannot be out on a day that lies ahead.")
    status = 422


class TargetUnfit(Refusal):
    """What is not built cannot be carried there."""

    message = _("What is not built can be carried to an open release of the same product only.")
    status = 422


class GatesNotMet(ReasonMissing):
    """Gates are not met, and nobody says why it ships all the same."""

    def __init__(self, failing: list[Checked]) -> None:
        self.failing = failing
        super().__init__(
            format_lazy(
                _("Not met: {missing} Say why it ships all the same."), missing=_told(failing)
            )
        )


class MayNotWaive(NotAllowed):
    """Gates are not met, and the person's roles do not let it ship all the same."""

    def __init__(self, failing: list[Checked]) -> None:
        self.failing = failing
        super().__init__(
            format_lazy(
                _("Not met: {missing} An R&D lead or executive can ship it all the same."),
                missing=_told(failing),
            )
        )


def _told(failing: list[Checked]) -> str:
    return " ".join(f"{each.gate.label} — {each.fact.sentence}" for each in failing)


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """When it is out, where what is not built goes, and why although gates are not met."""

    on: date | None = None
    carry_to: Release | None = None
    reason: str = ""


@transaction.atomic
def ship(
    *,
    release: Release,
    shipment: Shipment,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Release:
    """
    Ship a release: its version is released, without a day on today.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not being tested.
    :raises NotYet: if the day lies ahead.
    :raises TargetUnfit: if what is not built is carried elsewhere than to an open release.
    :raises MayNotWaive: if gates are not met and the person may not ship all the same.
    :raises GatesNotMet: if gates are not met and no reason is given.
    """
    check_may(by, Act.SHIP_RELEASES)
    release = locked(release)
    today = timezone.localdate(at)
    on = shipment.on or today
    if release.state != State.TESTING:
        raise StateNotReachable
    if on > today:
        raise NotYet
    _check_target(release, shipment.carry_to)
    failing = [each for each in check_list(release, for_user=by) if each.is_failing]
    reason = shipment.reason.strip() if failing else ""
    if failing and not may(by, Act.WAIVE_GATES):
        raise MayNotWaive(failing)
    if failing and not reason:
        raise GatesNotMet(failing)
    with together():
        _mark(release, {"released_on": on}, by=by, at=at, caused_by=caused_by)
        release.state, release.released_on, release.updated_at = State.RELEASED, on, at
        release.shipped_reason, release.shipped_by = reason, by
        release.save()
        Waiver.objects.bulk_create(_waiver(release, each) for each in failing)
        release.notes.update(published_at=at)
        record(
            _shipped(release, shipment, failing),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[release.product, *([shipment.carry_to] if shipment.carry_to else [])],
        )
    return release


def _check_target(release: Release, target: Release | None) -> None:
    if target is None:
        return
    fits = target.product_id == release.product_id and target.state in OPEN
    if not fits or target.pk == release.pk:
        raise TargetUnfit


def _waiver(release: Release, failed: Checked) -> Waiver:
    return Waiver(
        release=release,
        code=failed.gate.code,
        label=str(failed.gate.label),
        figure=failed.fact.figure,
        target=failed.fact.target,
    )


def _shipped(release: Release, shipment: Shipment, failing: list[Checked]) -> ReleaseShipped:
    assert release.released_on
    target = shipment.carry_to
    return ReleaseShipped(
        release_id=release.pk,
        number=release.number,
        name=release.name,
        product_id=release.product_id,
        version_id=release.version_id,
        released_on=release.released_on,
        unmet=[each.gate.code for each in failing],
        reason=release.shipped_reason,
        carry_to_id=target.pk if target else None,
        carry_to=target.name if target else "",
    )


@transaction.atomic
def withdraw(
    *,
    release: Release,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Release:
    """
    Take a release back: customers are not to use it any more.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it is not out.
    """
    check_may(by, Act.SHIP_RELEASES)
    if not reason.strip():
        raise ReasonMissing(_("Say why it is withdrawn: customers will ask."))
    release = locked(release)
    if release.state != State.RELEASED:
        raise StateNotReachable
    # By the calendar of the person it may still be the day before that of the release.
    on = max(timezone.localdate(at), release.released_on or timezone.localdate(at))
    with together():
        _mark(release, {"withdrawn_on": on}, by=by, at=at, caused_by=caused_by)
        release.state, release.withdrawn_on, release.updated_at = State.WITHDRAWN, on, at
        release.withdrawn_reason = reason.strip()
        release.save(update_fields=["state", "withdrawn_on", "withdrawn_reason", "updated_at"])
        record(
            ReleaseWithdrawn(
                release_id=release.pk,
                number=release.number,
                name=release.name,
                version_id=release.version_id,
                withdrawn_on=on,
                reason=release.withdrawn_reason,
            ),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[release.product],
        )
    return release


@transaction.atomic
def restore(
    *,
    release: Release,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Release:
    """
    Let customers use a withdrawn release again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it is not withdrawn.
    """
    check_may(by, Act.SHIP_RELEASES)
    if not reason.strip():
        raise ReasonMissing(_("Say why customers may use it again."))
    release = locked(release)
    if release.state != State.WITHDRAWN:
        raise StateNotReachable
    with together():
        _mark(release, {"withdrawn_on": None}, by=by, at=at, caused_by=caused_by)
        release.state, release.withdrawn_on, release.updated_at = State.RELEASED, None, at
        release.withdrawn_reason = ""
        release.save(update_fields=["state", "withdrawn_on", "withdrawn_reason", "updated_at"])
        record(
            ReleaseMoved(
                release_id=release.pk,
                number=release.number,
                name=release.name,
                came_from=State.WITHDRAWN.value,
                to=State.RELEASED.value,
                reason=reason.strip(),
            ),
            about=release,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[release.product],
        )
    return release


def _mark(
    release: Release,
    days: dict[str, date | None],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    """Write the days into the version that customers know it by."""
    release.version = products.keep_version(
        version=release.version, before={}, values=days, by=by, at=at, caused_by=caused_by
    )
