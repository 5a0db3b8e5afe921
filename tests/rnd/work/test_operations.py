"""Work items written down, moved, changed, blocked, linked and taken back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.iterations import make_iteration
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from tests.factories.work import make_work_item
from tests.worker import drain
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    Refusal,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.rnd.work import operations
from twintrack.rnd.work.lifecycle import NEXT_STATES, State
from twintrack.rnd.work.models import Kind, LinkKind, Severity, WorkItem
from twintrack.rnd.work.operations import Edit, Work

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=30)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def last() -> dict[str, Any]:
    payload: dict[str, Any] = Entry.objects.latest("pk").payload
    return payload


def test_a_part_takes_over_what_the_whole_is_for_but_not_what_is_over(zhou: User) -> None:
    product = make_product()
    iteration, release = make_iteration(), make_release(product=product)
    requirement = make_requirement(product=product)
    whole = operations.add(
        work=Work(
            product=product,
            title="  Build   it ",
            kind=Kind.STORY,
            values={
                "requirement": requirement,
                "iteration": iteration,
                "release": release,
                "points": "5",
                "estimate_hours": 12,
            },
        ),
        by=zhou,
        at=AT,
    )
    iteration.state = "completed"
    iteration.save()

    part = operations.add(
        work=Work(product=product, title="Part", values={"parent": whole}), by=zhou, at=AT
    )

    assert (whole.title, whole.points, whole.remaining_hours) == ("Build it", Decimal("5.0"), 12)
    assert (part.requirement, part.release, part.iteration) == (requirement, release, None)
    assert whole.rank < part.rank
    assert kinds() == ["work_item.added"] * 2
    assert last()["parent_id"] == whole.pk


def test_a_defect_says_how_bad_it_is_and_who_found_it(zhou: User) -> None:
    product = make_product()
    values = {"severity": Severity.BLOCKER, "is_escaped": True, "environment": "Bench"}

    defect = operations.add(
        work=Work(product=product, title="It breaks", kind=Kind.DEFECT, values=values),
        by=zhou,
        at=AT,
    )

    assert (defect.defect.severity, defect.defect.is_escaped) == ("blocker", True)
    assert (last()["severity"], last()["is_escaped"]) == ("blocker", True)
    task = make_work_item(product=product)
    with pytest.raises(operations.NotADefect):
        operations.change(item=task, edits=[Edit(field="severity", value="minor")], by=zhou, at=AT)
    changed = operations.change(
        item=task, edits=[Edit(field="kind", value="defect")], by=zhou, at=AT
    )
    assert WorkItem.objects.get(pk=changed.pk).defect.severity == "major"


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("title", "  ", operations.TitleMissing),
        ("kind", "wish", operations.ValueUnfit),
        ("priority", 9, operations.ValueUnfit),
        ("points", "many", operations.ValueUnfit),
        ("points", -1, operations.ValueUnfit),
        ("due_on", "tomorrow", operations.ValueUnfit),
        ("rank", "n1", operations.FieldUnknown),
        ("state", "done", operations.FieldUnknown),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    zhou: User, field: str, value: object, refusal: type[Refusal]
) -> None:
    item = make_work_item()

    with pytest.raises(refusal):
        operations.change(
            item=item,
            edits=[Edit(field="description", value="More"), Edit(field=field, value=value)],
            by=zhou,
            at=AT,
        )

    assert WorkItem.objects.get(pk=item.pk).description == ""
    assert not kinds()


def test_work_belongs_to_one_product_and_to_what_still_takes_work(zhou: User) -> None:
    item = make_work_item()
    child = make_work_item(product=item.product, parent=item)
    unfit: list[tuple[str, object, type[Refusal]]] = [
        ("requirement", make_requirement(), operations.OtherProduct),
        ("parent", make_work_item(), operations.OtherProduct),
        ("parent", child, operations.InCircles),
        ("parent", item, operations.InCircles),
        ("iteration", make_iteration(state="completed"), operations.IterationOver),
        (
            "release",
            make_release(product=item.product, state="released"),
            operations.ReleaseOut,
        ),
        ("release", make_release(), operations.OtherProduct),
    ]
    for field, value, refusal in unfit:
        with pytest.raises(refusal):
            operations.change(item=item, edits=[Edit(field=field, value=value)], by=zhou, at=AT)

    hidden = make_work_item(product=make_product(reach="teams"))
    hidden.product.teams.add(make_team(zhou))
    with pytest.raises(operations.AssigneeOutside):
        operations.change(
            item=hidden,
            edits=[Edit(field="assignee", value=make_user(Role.ENGINEER))],
            by=zhou,
            at=AT,
        )


def test_a_stale_edit_shows_both_versions_and_the_same_again_is_silent(zhou: User) -> None:
    item = make_work_item(title="Old", due_on=date(2026, 12, 1))
    edits = [
        Edit(field="title", value="New", before="Old"),
        Edit(field="due_on", value=None, before=date(2026, 12, 1)),
    ]
    operations.change(item=item, edits=edits, by=zhou, at=AT)

    assert last()["changes"] == [
        {"field": "title", "came_from": "Old", "to": "New"},
        {"field": "due_on", "came_from": "2026-12-01", "to": None},
    ]
    with pytest.raises(StaleEdit) as stale:
        operations.change(
            item=item, edits=[Edit(field="title", value="Mine", before="Old")], by=zhou, at=AT
        )
    assert (stale.value.current, stale.value.attempted) == ("New", "Mine")
    operations.change(item=item, edits=[Edit(field="title", value="New")], by=zhou, at=AT)
    assert kinds() == ["work_item.changed"]


def test_who_begins_takes_it_and_reopening_is_counted(zhou: User) -> None:
    item = make_work_item(remaining_hours=Decimal(6))

    begun = operations.move(item=item, to=State.IN_PROGRESS, seen="todo", by=zhou, at=AT)
    done = operations.move(item=begun, to=State.DONE, by=zhou, at=LATER)

    assert (done.assignee, done.started_at, done.done_at) == (zhou, AT, LATER)
    assert (done.entered_at, done.remaining_hours) == (LATER, 0)
    with pytest.raises(StaleEdit):
        operations.move(item=done, to=State.IN_REVIEW, seen="in_progress", by=zhou, at=LATER)
    with pytest.raises(StateNotReachable):
        operations.move(item=done, to=State.CANCELLED, by=zhou, at=LATER)
    again = operations.move(item=done, to=State.IN_TESTING, by=zhou, at=LATER)
    assert (again.reopened_count, again.done_at, again.started_at) == (1, None, AT)
    assert last()["reopened"]


def test_every_state_leads_somewhere_and_back_to_the_beginning() -> None:
    assert set(NEXT_STATES) == set(State)
    assert all(state not in following for state, following in NEXT_STATES.items())
    reached, edge = {State.CANCELLED}, {State.CANCELLED}
    while edge:
        edge = {each for state in edge for each in NEXT_STATES[state]} - reached
        reached |= edge
    assert reached == set(State)


def test_what_is_blocked_says_why_and_is_freed_by_its_end(zhou: User) -> None:
    owner = make_user(Role.PRODUCT_MANAGER)
    item = make_work_item()
    item.requirement = make_requirement(product=item.product, owner=owner)
    item.save()
    with pytest.raises(ReasonMissing):
        operations.block(item=item, reason=" ", by=zhou, at=AT)
    with pytest.raises(operations.NotBlocked):
        operations.unblock(item=item, by=zhou, at=AT)

    blocked = operations.block(item=item, reason="No bench", by=zhou, at=AT)
    assert operations.block(item=item, reason="No sensor", by=zhou, at=LATER).blocked_at == AT
    assert operations.unblock(item=blocked, by=zhou, at=LATER).blocked_reason == ""
    operations.block(item=item, reason="No bench", by=zhou, at=LATER)
    done = operations.move(item=item, to=State.DONE, by=zhou, at=LATER)

    assert not done.is_blocked
    with pytest.raises(operations.NothingToBlock):
        operations.block(item=done, reason="Late", by=zhou, at=LATER)
    drain()
    told = Notification.objects.filter(recipient=owner, told_by="work/blocked")
    assert told.count() == 3


def test_work_is_put_beside_other_work_by_hand(zhou: User) -> None:
    one, two, three = (make_work_item() for _each in range(3))

    operations.reorder(item=three, after=one, before=None, by=zhou, at=AT)
    operations.move(item=two, to=State.IN_PROGRESS, after=None, before=one, by=zhou, at=AT)

    assert list(WorkItem.objects.order_by("rank", "pk")) == [two, one, three]
    assert operations.reorder(item=one, after=one, before=None, by=zhou, at=AT) == one
    assert kinds() == ["work_item.ranked", "work_item.moved"]


def test_work_never_waits_for_itself(zhou: User) -> None:
    one, two, three = (make_work_item() for _each in range(3))
    first = operations.link(item=one, kind=LinkKind.BLOCKS, other=two, by=zhou, at=AT)
    operations.link(item=two, kind=LinkKind.BLOCKS, other=three, by=zhou, at=AT)

    for item, other in ((three, one), (one, one)):
        with pytest.raises(operations.LinkUnfit):
            operations.link(item=item, kind=LinkKind.BLOCKS, other=other, by=zhou, at=AT)
    again = operations.link(item=one, kind=LinkKind.BLOCKS, other=two, by=zhou, at=AT)
    operations.link(item=three, kind=LinkKind.RELATES, other=one, by=zhou, at=AT)

    assert again == first
    operations.unlink(link=first, by=zhou, at=AT)
    operations.link(item=three, kind=LinkKind.BLOCKS, other=one, by=zhou, at=AT)
    assert kinds() == ["work_item.linked"] * 3 + ["work_item.unlinked", "work_item.linked"]


def test_many_are_changed_at_once_and_those_that_cannot_say_why(zhou: User) -> None:
    iteration = make_iteration()
    items = [make_work_item() for _each in range(3)]
    operations.move(item=items[2], to=State.DONE, by=zhou, at=AT)

    planned = operations.change_many(
        items=items, change=Edit(field="iteration", value=iteration), by=zhou, at=AT
    )
    moved = operations.change_many(items=items, change=State.CANCELLED, by=zhou, at=AT)

    assert len(planned.changed) == len(planned.entries) == 3
    assert [each for each, _why in moved.refused] == [items[2]]
    assert set(WorkItem.objects.values_list("iteration", flat=True)) == {iteration.pk}
    same = operations.change_many(items=items[:1], change=State.CANCELLED, by=zhou, at=AT)
    assert same.unchanged == items[:1]
    with pytest.raises(operations.TooMany):
        operations.change_many(items=items * 200, change=State.TODO, by=zhou, at=AT)


def test_a_requirement_moves_on_with_its_first_work_and_with_the_last(zhou: User) -> None:
    product = make_product()
    requirement = make_requirement(product=product, state="planned")
    one, two = (make_work_item(product=product, requirement=requirement) for _each in range(2))
    given_up = make_work_item(product=product, requirement=requirement)

    def stands() -> str:
        drain()
        requirement.refresh_from_db()
        return str(requirement.state)

    operations.move(item=one, to=State.IN_PROGRESS, by=zhou, at=AT)
    assert stands() == "in_development"
    operations.move(item=given_up, to=State.CANCELLED, by=zhou, at=AT)
    operations.move(item=one, to=State.DONE, by=zhou, at=AT)
    assert stands() == "in_development"
    operations.move(item=two, to=State.DONE, by=zhou, at=AT)
    assert stands() == "in_testing"
    assert Entry.objects.filter(kind="requirement.advanced", caused_by__isnull=False).count() == 2


def test_whom_work_is_given_to_is_told_once_and_not_by_oneself(zhou: User) -> None:
    tang = make_user(Role.ENGINEER)
    product = make_product()
    for person in (zhou, tang):
        operations.add(
            work=Work(product=product, title="Do it", values={"assignee": person}), by=zhou, at=AT
        )
    item = make_work_item(product=product)
    operations.change(item=item, edits=[Edit(field="assignee", value=tang)], by=zhou, at=AT)

    drain()

    told = Notification.objects.filter(told_by="work/assigned")
    assert [each.recipient for each in told] == [tang, tang]


def test_sales_sees_work_and_does_not_do_it() -> None:
    salesperson, item = make_user(Role.SALESPERSON), make_work_item()
    acts: list[Any] = [
        lambda: operations.add(work=Work(product=item.product, title="x"), by=salesperson, at=AT),
        lambda: operations.move(item=item, to=State.DONE, by=salesperson, at=AT),
        lambda: operations.block(item=item, reason="x", by=salesperson, at=AT),
        lambda: operations.change(item=item, edits=[], by=salesperson, at=AT),
        lambda: operations.change_many(items=[item], change=State.DONE, by=salesperson, at=AT),
        lambda: operations.undo(first=1, last=2, by=salesperson, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
