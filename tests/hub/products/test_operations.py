"""Products, their modules, versions and installed base."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations, queries
from twintrack.hub.products.events import VersionAdded
from twintrack.hub.products.models import Exposure, Module, Version
from twintrack.hub.products.operations import ExposureRow
from twintrack.hub.products.queries import module_tree

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def manager() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_product_belongs_to_who_added_it(manager: User) -> None:
    product = operations.add_product(code="h3", name="H3", by=manager, at=AT)

    assert product.owner == manager
    assert kinds() == ["product.added"]


def test_a_code_and_names_are_taken_once(manager: User) -> None:
    product = make_product(code="h3")
    operations.add_module(product=product, name="Drive", by=manager, at=AT)
    operations.add_version(product=product, name="3.3", by=manager, at=AT)
    acts: list[Callable[[], object]] = [
        lambda: operations.add_product(code="h3", name="Other", by=manager, at=AT),
        lambda: operations.add_module(product=product, name="Drive", by=manager, at=AT),
        lambda: operations.add_version(product=product, name="3.3", by=manager, at=AT),
    ]
    for act in acts:
        with pytest.raises(operations.NameTaken):
            act()


def test_the_ledger_keeps_the_release_date(manager: User) -> None:
    released = date(2026, 12, 23)
    operations.add_version(
        product=make_product(), name="3.3", released_on=released, by=manager, at=AT
    )

    event = Entry.objects.get().event
    assert isinstance(event, VersionAdded)
    assert event.released_on == released


def test_who_answers_for_a_product_and_who_sees_it_is_changed(manager: User) -> None:
    product, team = make_product(owner=manager), make_team()
    other = make_user(Role.RND_LEAD, name="Chen")
    operations.change_product(
        product=product,
        before={"owner": manager, "teams": []},
        values={"owner": other, "reach": "teams", "teams": [team]},
        by=manager,
        at=AT,
    )
    operations.change_product(
        product=product, before={}, values={"owner": other}, by=manager, at=AT
    )

    product.refresh_from_db()
    assert (product.owner, product.reach, list(product.teams.all())) == (other, "teams", [team])
    payload = Entry.objects.get().payload
    assert payload["fields"] == ["owner", "reach", "teams"]
    assert payload["to"]["owner"] == "Chen"


def test_a_product_is_not_overwritten_unseen_nor_left_without_name_or_team(manager: User) -> None:
    product = make_product(name="H3")
    cases: list[tuple[dict[str, Any], dict[str, Any], type[Refusal]]] = [
        ({"name": "H2"}, {"name": "H4"}, StaleEdit),
        ({}, {"name": " "}, operations.NameMissing),
        ({}, {"reach": "teams"}, operations.TeamMissing),
        ({}, {"code": "h4"}, operations.FieldUnknown),
    ]
    for before, values, refusal in cases:
        with pytest.raises(refusal):
            operations.change_product(
                product=product, before=before, values=values, by=manager, at=AT
            )
    assert kinds() == []


def names(module: Module) -> list[tuple[int, str]]:
    return [(each.depth, each.module.name) for each in module_tree(module.product)]


def test_modules_are_renamed_and_moved_within_their_tree(manager: User) -> None:
    product = make_product()
    drive = operations.add_module(product=product, name="Drive", by=manager, at=AT)
    tension = operations.add_module(
        product=product, name="Tension", parent=drive, by=manager, at=AT
    )
    winder = operations.add_module(product=product, name="Winder", by=manager, at=AT)
    assert names(drive) == [(0, "Drive"), (1, "Tension"), (0, "Winder")]

    def change(module: Module, before: dict[str, Any], values: dict[str, Any]) -> None:
        operations.change_module(module=module, before=before, values=values, by=manager, at=AT)

    change(tension, {"parent": drive}, {"parent": winder})
    change(drive, {"name": "Drive"}, {"name": "Drives", "parent": None})
    change(drive, {}, {})
    assert names(drive) == [(0, "Drives"), (0, "Winder"), (1, "Tension")]
    assert kinds()[-2:] == ["product.module_changed", "product.module_changed"]

    other = Module.objects.create(product=make_product(), name="Other")
    cases: list[tuple[dict[str, Any], dict[str, Any], type[Refusal]]] = [
        ({}, {"parent": tension}, operations.WouldBeInsideItself),
        ({}, {"parent": winder}, operations.WouldBeInsideItself),
        ({}, {"parent": other}, operations.OtherProduct),
        ({}, {"name": "Drives"}, operations.NameTaken),
        ({}, {"name": ""}, operations.NameMissing),
        ({"name": "Reel"}, {"name": "Reeler"}, StaleEdit),
        ({}, {"is_retired": True}, operations.FieldUnknown),
    ]
    for before, values, refusal in cases:
        with pytest.raises(refusal):
            change(winder, before, values)
    with pytest.raises(operations.OtherProduct):
        operations.add_module(product=product, name="X", parent=other, by=manager, at=AT)


def test_a_module_retires_with_those_below_and_returns_with_those_above(manager: User) -> None:
    product = make_product()
    drive = operations.add_module(product=product, name="Drive", by=manager, at=AT)
    tension = operations.add_module(
        product=product, name="Tension", parent=drive, by=manager, at=AT
    )
    sibling = operations.add_module(product=product, name="Reel", parent=drive, by=manager, at=AT)
    operations.retire_module(module=drive, by=manager, at=AT)
    operations.retire_module(module=drive, by=manager, at=AT)
    assert not Module.objects.filter(is_retired=False).exists()

    operations.restore_module(module=tension, by=manager, at=AT)
    operations.restore_module(module=tension, by=manager, at=AT)

    assert set(Module.objects.filter(is_retired=False)) == {drive, tension}
    sibling.refresh_from_db()
    assert sibling.is_retired
    assert kinds()[3:] == ["product.module_retired", "product.module_restored"]


def test_a_version_is_planned_released_and_withdrawn(manager: User) -> None:
    version = Version.objects.create(product=make_product(), name="3.3")
    assert version.state == "planned"

    def change(before: dict[str, Any], values: dict[str, Any]) -> Version:
        return operations.change_version(
            version=version, before=before, values=values, by=manager, at=AT
        )

    assert change({}, {"planned_on": MONDAY}).state == "planned"
    assert change({"released_on": None}, {"released_on": MONDAY}).state == "released"
    with pytest.raises(operations.WithdrawnBeforeRelease):
        change({}, {"withdrawn_on": date(2026, 11, 1)})
    with pytest.raises(operations.WithdrawnBeforeRelease):
        change({}, {"withdrawn_on": date(2026, 12, 1), "released_on": None})
    with pytest.raises(StaleEdit):
        change({"released_on": None}, {"released_on": date(2026, 11, 1)})
    with pytest.raises(operations.NameMissing):
        change({}, {"name": " "})
    with pytest.raises(operations.FieldUnknown):
        change({}, {"product": 1})
    coming = Version.objects.create(product=version.product, name="3.4")
    assert list(queries.list_versions(version.product)) == [coming, version]
    with pytest.raises(operations.NameTaken):
        change({}, {"name": "3.4"})
    assert change({}, {"withdrawn_on": date(2026, 12, 1)}).state == "withdrawn"
    change({}, {})

    assert kinds() == ["product.version_changed"] * 3


def test_how_many_are_in_use_is_noted_corrected_and_noted_once(manager: User) -> None:
    product = make_product()
    version = Version.objects.create(product=product, name="3.2")
    earlier = date(2026, 11, 16)
    rows = [
        ExposureRow(week=earlier, active=100),
        ExposureRow(week=MONDAY, active=5, version=version),
        ExposureRow(week=MONDAY, active=40, version=version),
    ]

    def note(*some: ExposureRow) -> int:
        return operations.note_exposure(product=product, rows=some, by=manager, at=AT)

    assert note(*rows) == 2
    assert note(*rows) == 0
    assert note(ExposureRow(week=earlier, active=90)) == 1

    stands = Exposure.objects.order_by("week").values_list("week", "version__name", "active")
    assert list(stands) == [(earlier, None, 90), (MONDAY, "3.2", 40)]
    assert kinds() == ["product.exposure_noted"] * 2


@pytest.mark.parametrize(
    ("week", "active"),
    [(date(2026, 11, 24), 1), (date(2026, 11, 30), 1), (MONDAY, -1), (MONDAY, 2**31)],
)
def test_of_impossible_weeks_nothing_is_noted(manager: User, week: date, active: int) -> None:
    rows = [ExposureRow(week=MONDAY, active=1), ExposureRow(week=week, active=active)]

    with pytest.raises(operations.WeekImpossible):
        operations.note_exposure(product=make_product(), rows=rows, by=manager, at=AT)
    assert not Exposure.objects.exists()


@pytest.mark.parametrize("role", [Role.SALESPERSON, Role.ENGINEER, Role.GUEST])
def test_others_do_not_look_after_products(role: Role) -> None:
    person, product = make_user(role), make_product()
    module = Module.objects.create(product=product, name="Drive")
    version = Version.objects.create(product=product, name="3.3")
    acts: list[Callable[[], object]] = [
        lambda: operations.add_product(code="x", name="X", by=person, at=AT),
        lambda: operations.change_product(
            product=product, before={}, values={"name": "X"}, by=person, at=AT
        ),
        lambda: operations.add_module(product=product, name="X", by=person, at=AT),
        lambda: operations.change_module(
            module=module, before={}, values={"name": "X"}, by=person, at=AT
        ),
        lambda: operations.retire_module(module=module, by=person, at=AT),
        lambda: operations.restore_module(module=module, by=person, at=AT),
        lambda: operations.add_version(product=product, name="X", by=person, at=AT),
        lambda: operations.change_version(
            version=version, before={}, values={"name": "X"}, by=person, at=AT
        ),
        lambda: operations.note_exposure(product=product, rows=[], by=person, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert kinds() == []
