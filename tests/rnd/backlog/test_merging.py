"""One requirement stands for several; one is taken apart into several."""

from datetime import UTC, date, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.events import RequirementMerged, RequirementSplit, RequirementUnmerged
from twintrack.rnd.backlog.lifecycle import State

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_several_are_merged_and_say_where_they_went() -> None:
    product, lin = make_product(), make_user(Role.PRODUCT_MANAGER)
    target = make_requirement(product=product)
    sources = [make_requirement(product=product), make_requirement(product=product)]

    operations.merge(sources=sources, target=target, by=lin, at=AT)

    for source in sources:
        source.refresh_from_db()
        assert (source.state, source.merged_into) == (State.MERGED, target)
    events = [entry.event for entry in Entry.objects.order_by("pk")]
    assert [event.number for event in events if isinstance(event, RequirementMerged)] == [
        source.number for source in sources
    ]
    assert Subject.objects.filter(kind="requirement", object_id=target.pk).count() == 2


def test_a_merged_requirement_stands_for_itself_again_as_it_was() -> None:
    product, lin = make_product(), make_user(Role.PRODUCT_MANAGER)
    target, source = (
        make_requirement(product=product),
        make_requirement(product=product, state="accepted"),
    )
    operations.merge(sources=[source], target=target, by=lin, at=AT)

    back = operations.unmerge(requirement=source, by=lin, at=AT)

    assert (back.state, back.merged_into) == (State.ACCEPTED, None)
    assert Entry.objects.latest("pk").event == RequirementUnmerged(
        requirement_id=source.pk,
        number=source.number,
        to="accepted",
        target_id=target.pk,
        target_number=target.number,
    )
    with pytest.raises(operations.NotMerged):
        operations.unmerge(requirement=source, by=lin, at=AT)


def test_what_cannot_be_merged_is_refused_and_nothing_is_half_done() -> None:
    product, lin = make_product(), make_user(Role.PRODUCT_MANAGER)
    target, fine = make_requirement(product=product), make_requirement(product=product)

    def merge(*sources: object, into: object = target, by: object = lin) -> None:
        operations.merge(sources=sources, target=into, by=by, at=AT)  # type: ignore[arg-type]

    with pytest.raises(operations.NothingToMerge):
        merge(target)
    with pytest.raises(operations.OtherProduct):
        merge(fine, make_requirement())
    with pytest.raises(operations.NotMergeable):
        merge(fine, make_requirement(product=product, state="released"))
    with pytest.raises(operations.Closed):
        merge(fine, into=make_requirement(product=product, state="rejected"))
    with pytest.raises(NotAllowed):
        merge(fine, by=make_user(Role.SALESPERSON))
    fine.refresh_from_db()
    assert fine.state == State.PROPOSED
    assert not Entry.objects.exists()


def test_a_merged_requirement_does_not_change_any_more() -> None:
    merged, lin = make_requirement(state="merged"), make_user(Role.PRODUCT_MANAGER)

    with pytest.raises(operations.Closed):
        operations.describe(requirement=merged, before="", description="x", by=lin, at=AT)
    with pytest.raises(operations.Closed):
        operations.move_date(requirement=merged, before=None, to=date(2026, 12, 1), by=lin, at=AT)
    with pytest.raises(operations.Closed):
        operations.add_criterion(requirement=merged, text="x", by=lin, at=AT)


def test_a_requirement_is_taken_apart_and_its_parts_go_on_from_there() -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    whole = make_requirement(state="planned", priority=1, planned_on=date(2026, 12, 18))

    parts = operations.split(requirement=whole, titles=[" Sensor ", "Screen"], by=lin, at=AT)

    assert [part.title for part in parts] == ["Sensor", "Screen"]
    for part in parts:
        assert (part.split_from, part.product, part.owner) == (whole, whole.product, whole.owner)
        assert (part.state, part.priority, part.planned_on) == ("accepted", 1, whole.planned_on)
    assert Entry.objects.latest("pk").event == RequirementSplit(
        requirement_id=whole.pk,
        number=whole.number,
        part_ids=tuple(part.pk for part in parts),
        part_numbers=tuple(part.number for part in parts),
    )


def test_parts_of_what_is_not_decided_are_decided_by_themselves() -> None:
    [part] = operations.split(
        requirement=make_requirement(), titles=["One"], by=make_user(Role.ENGINEER), at=AT
    )

    assert part.state == State.PROPOSED


@pytest.mark.parametrize("titles", [[], ["x"] * 21, ["  "], ["x" * 201]])
def test_parts_need_names_that_can_be_read(titles: list[str]) -> None:
    with pytest.raises(operations.PartsUnfit):
        operations.split(
            requirement=make_requirement(), titles=titles, by=make_user(Role.ENGINEER), at=AT
        )
    with pytest.raises(NotAllowed):
        operations.split(
            requirement=make_requirement(), titles=titles, by=make_user(Role.CSM), at=AT
        )
    assert not Entry.objects.exists()
