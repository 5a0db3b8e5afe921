"""Releases from the plan to customers, and back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.releases import DUE, make_release
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Version, VersionState
from twintrack.rnd.releases import gates, operations
from twintrack.rnd.releases.gates import GateFact, Verdict, check_list, register_gate
from twintrack.rnd.releases.lifecycle import NEXT_STATES, State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations import ReleaseDetails, Shipment

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


@pytest.fixture
def coverage() -> Iterator[dict[str, Decimal]]:
    """Ask for covered lines; the figure is what the test says."""
    known, measured = dict(gates._gates), {"figure": Decimal(60)}
    gates._gates.clear()

    def compute(_release: Release, _user: User, target: Decimal | None) -> GateFact:
        assert target is not None
        figure = measured["figure"]
        verdict = Verdict.OK if figure >= target else Verdict.FAILING
        return GateFact(
            verdict=verdict, sentence=f"{figure} of {target} %", figure=figure, target=target
        )

    register_gate("coverage", "Covered", compute, target=Decimal(80), unit="%")
    yield measured
    gates._gates.clear()
    gates._gates.update(known)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_release_ships_as_a_version_of_its_product(lead: User) -> None:
    product = make_product()
    details = ReleaseDetails(product=product, name=" 3.3 ", planned_on=DUE)
    release = operations.plan_release(details=details, by=lead, at=AT)

    assert (release.number, release.name, release.owner) == ("REL-1", "3.3", lead)
    assert (release.version.name, release.version.planned_on) == ("3.3", DUE)
    assert kinds() == ["product.version_added", "release.planned"]
    with pytest.raises(operations.NameTaken):
        operations.plan_release(details=details, by=lead, at=AT)
    with pytest.raises(operations.NameMissing):
        operations.plan_release(details=ReleaseDetails(product=product, name=" "), by=lead, at=AT)
    with pytest.raises(NotAllowed):
        operations.plan_release(details=details, by=make_user(Role.SALESPERSON), at=AT)

    out = Version.objects.create(product=product, name="3.2", released_on=date(2026, 6, 1))
    adopted = operations.plan_release(
        details=ReleaseDetails(product=product, name="3.2"), by=lead, at=AT
    )
    assert (adopted.version, adopted.state, adopted.released_on) == (
        out,
        State.RELEASED,
        out.released_on,
    )


def test_what_is_written_anew_overwrites_nothing_unseen(lead: User) -> None:
    release = make_release(name="3.3", planned_on=DUE)
    make_release(product=release.product, name="3.4")
    late = date(2026, 12, 23)

    def change(before: dict[str, object], values: dict[str, object]) -> Release:
        return operations.change_release(
            release=release, before=before, values=values, by=lead, at=AT
        )

    changed = change({"name": "3.3"}, {"name": "3.3.1", "planned_on": late})
    assert (changed.version.name, changed.version.planned_on) == ("3.3.1", late)
    assert kinds() == ["product.version_changed", "release.changed"]
    assert Entry.objects.last().payload["came_from"]["planned_on"] == "2026-12-18"
    change({}, {"name": "3.3.1"})
    assert len(kinds()) == 2
    with pytest.raises(StaleEdit):
        change({"planned_on": DUE}, {"planned_on": date(2027, 1, 5)})
    with pytest.raises(operations.NameTaken):
        change({}, {"name": "3.4"})
    with pytest.raises(operations.NameMissing):
        change({}, {"name": " "})
    product = release.product
    product.reach = "teams"
    product.save()
    product.teams.add(make_team(lead))
    with pytest.raises(operations.OwnerUnfit):
        change({}, {"owner": make_user(Role.ENGINEER)})
    Release.objects.filter(pk=release.pk).update(released_on=DUE)
    with pytest.raises(operations.ShippedAlready):
        change({}, {"forecast_on": late})


def test_every_step_leads_on_and_every_way_back_needs_a_reason(lead: User) -> None:
    release = make_release()

    def move(to: State, reason: str = "") -> Release:
        return operations.move(release=release, to=to, reason=reason, by=lead, at=AT)

    assert set(NEXT_STATES) == set(State)
    with pytest.raises(StateNotReachable):
        operations.freeze(release=release, by=lead, at=AT)
    move(State.IN_DEVELOPMENT)
    with pytest.raises(StateNotReachable):
        move(State.CODE_FREEZE)
    frozen = operations.freeze(release=release, by=lead, at=AT)
    assert frozen.frozen_at == AT
    assert frozen.is_frozen
    move(State.TESTING)
    with pytest.raises(StateNotReachable):
        move(State.RELEASED)
    with pytest.raises(ReasonMissing):
        move(State.CODE_FREEZE)
    assert move(State.CODE_FREEZE, "a test failed").frozen_at == AT
    assert move(State.IN_DEVELOPMENT, "one more feature").frozen_at is None
    with pytest.raises(ReasonMissing):
        move(State.CANCELLED)
    move(State.CANCELLED, "merged into 3.4")
    move(State.PLANNED)
    with pytest.raises(NotAllowed):
        operations.freeze(release=release, by=make_user(Role.ENGINEER), at=AT)
    assert kinds() == [
        "release.moved",
        "release.frozen",
        *["release.moved"] * 5,
    ]


def test_a_release_ships_when_its_gates_are_met_or_somebody_answers_for_it(
    lead: User, coverage: dict[str, Decimal]
) -> None:
    release = make_release(state=State.TESTING, frozen_at=AT)
    manager = make_user(Role.PRODUCT_MANAGER)
    following = make_release(product=release.product)

    def ship(by: User = lead, **given: object) -> Release:
        shipment = Shipment(**given)  # type: ignore[arg-type]
        return operations.ship(release=release, shipment=shipment, by=by, at=AT)

    with pytest.raises(operations.NotYet):
        ship(on=date(2026, 11, 26))
    with pytest.raises(operations.TargetUnfit):
        ship(carry_to=make_release(), reason="x")
    with pytest.raises(operations.GatesNotMet, match="Covered — 60 of 80 %"):
        ship()
    with pytest.raises(operations.MayNotWaive, match="Covered"):
        ship(by=manager, reason="customers wait")
    shipped = ship(carry_to=following, reason="customers wait")

    assert (shipped.state, shipped.released_on) == (State.RELEASED, date(2026, 11, 24))
    assert shipped.version.state == VersionState.RELEASED
    assert list(shipped.waivers.values_list("code", "figure", "target")) == [
        ("coverage", Decimal(60), Decimal(80))
    ]
    entry = Entry.objects.last()
    assert entry.kind == "release.shipped"
    assert entry.payload["unmet"] == ["coverage"]
    assert entry.payload["carry_to_id"] == following.pk
    with pytest.raises(StateNotReachable):
        ship(reason="again")

    coverage["figure"] = Decimal(90)
    other = make_release(state=State.TESTING)
    met = operations.ship(release=other, shipment=Shipment(reason="none"), by=manager, at=AT)
    assert met.shipped_reason == ""
    assert not met.waivers.exists()


def test_what_is_out_is_withdrawn_with_a_reason_and_may_come_back(lead: User) -> None:
    release = make_release(state=State.RELEASED, released_on=date(2026, 11, 20))
    with pytest.raises(ReasonMissing):
        operations.withdraw(release=release, reason=" ", by=lead, at=AT)
    gone = operations.withdraw(release=release, reason="bricks drives", by=lead, at=AT)
    assert (gone.state, gone.withdrawn_on) == (State.WITHDRAWN, date(2026, 11, 24))
    gone.version.refresh_from_db()
    assert gone.version.state == VersionState.WITHDRAWN
    with pytest.raises(StateNotReachable):
        operations.withdraw(release=release, reason="twice", by=lead, at=AT)
    with pytest.raises(ReasonMissing):
        operations.restore(release=release, reason="", by=lead, at=AT)
    back = operations.restore(release=release, reason="a false alarm", by=lead, at=AT)
    back.version.refresh_from_db()
    assert back.state == State.RELEASED
    assert back.version.state == VersionState.RELEASED
    assert kinds() == [
        "product.version_changed",
        "release.withdrawn",
        "product.version_changed",
        "release.moved",
    ]


def test_a_product_sets_its_own_figures(lead: User, coverage: dict[str, Decimal]) -> None:
    release = make_release()

    def set_gate(code: str, target: Decimal | None, *, is_on: bool = True) -> None:
        operations.set_gate(
            product=release.product, code=code, target=target, is_on=is_on, by=lead, at=AT
        )

    with pytest.raises(operations.GateUnknown):
        set_gate("beauty", None)
    for unfit in (None, Decimal(-1)):
        with pytest.raises(operations.GateHasNoTarget):
            set_gate("coverage", unfit)
    set_gate("coverage", Decimal(50))
    set_gate("coverage", Decimal(50))
    [checked] = check_list(release, for_user=lead)
    assert (checked.fact.verdict, checked.fact.target) == (Verdict.OK, Decimal(50))
    set_gate("coverage", Decimal(50), is_on=False)
    assert check_list(release, for_user=lead) == []
    assert [each.payload["to"] for each in Entry.objects.order_by("pk")] == ["50", "50"]
    with pytest.raises(NotAllowed):
        operations.set_gate(
            product=release.product,
            code="coverage",
            target=Decimal(1),
            is_on=True,
            by=make_user(Role.ENGINEER),
            at=AT,
        )


def test_the_version_of_a_release_is_changed_by_the_release_alone(lead: User) -> None:
    release = make_release(name="3.3")

    def change(version: Version) -> Version:
        return products.change_version(
            version=version, before={}, values={"planned_on": DUE}, by=lead, at=AT
        )

    with pytest.raises(products.KeptElsewhere, match=release.number):
        change(release.version)
    free = Version.objects.create(product=release.product, name="9")
    assert change(free).planned_on == DUE
