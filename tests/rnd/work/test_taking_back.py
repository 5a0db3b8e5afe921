"""What one did to work items is taken back, with all that came along."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.people import make_user
from tests.factories.work import make_work_item
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.work import operations
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=30)


def last() -> dict[str, Any]:
    payload: dict[str, Any] = Entry.objects.latest("pk").payload
    return payload


def test_what_one_did_is_taken_back_where_nobody_changed_it_since(zhou: User) -> None:
    item = make_work_item(title="Old", points=Decimal(3), defect={"severity": "minor"})
    colleague = make_user(Role.ENGINEER)
    before = item.rank
    other = make_work_item()
    operations.change(
        item=item,
        edits=[
            Edit(field="title", value="New"),
            Edit(field="points", value=8),
            Edit(field="assignee", value=zhou),
            Edit(field="due_on", value=date(2026, 12, 24)),
            Edit(field="severity", value="blocker"),
        ],
        by=zhou,
        at=AT,
    )
    operations.move(item=item, to=State.IN_REVIEW, by=zhou, at=AT)
    operations.reorder(item=item, after=other, before=None, by=zhou, at=AT)
    first, end = Entry.objects.order_by("pk").values_list("pk", flat=True)[::2]
    operations.change(item=item, edits=[Edit(field="title", value="Theirs")], by=colleague, at=AT)

    # An item of which several things are taken back is told of once.
    assert operations.undo(first=first, last=end, by=zhou, at=AT) == [item]

    found = WorkItem.objects.get(pk=item.pk)
    assert (found.title, found.points, found.assignee) == ("Theirs", 3, None)
    assert (found.due_on, found.defect.severity) == (None, "minor")
    assert (found.state, found.rank) == ("todo", before)
    with pytest.raises(operations.ChangedSince):
        operations.undo(first=first, last=end, by=zhou, at=AT)
    with pytest.raises(operations.TooLate):
        operations.undo(first=first, last=end, by=zhou, at=LATER)
    with pytest.raises(NotThere):
        operations.undo(first=first, last=end, by=make_user(Role.ENGINEER), at=AT)


def test_a_move_that_is_taken_back_reopens_nothing(zhou: User) -> None:
    item = make_work_item(state="in_testing")

    def take_back() -> None:
        newest = Entry.objects.latest("pk").pk
        operations.undo(first=newest, last=newest, by=zhou, at=AT)

    operations.move(item=item, to=State.DONE, by=zhou, at=AT)
    take_back()
    found = WorkItem.objects.get(pk=item.pk)
    assert (found.state, found.reopened_count, last()["reopened"]) == ("in_testing", 0, False)

    operations.move(item=item, to=State.DONE, by=zhou, at=AT)
    operations.move(item=item, to=State.TODO, by=zhou, at=AT)
    take_back()
    found = WorkItem.objects.get(pk=item.pk)
    assert (found.state, found.reopened_count) == ("done", 0)


def test_a_move_that_is_taken_back_gives_back_what_it_changed_along_with_the_state(
    zhou: User,
) -> None:
    started = AT - timedelta(days=9)
    facts = {"entered_at": started, "remaining_hours": Decimal(3), "blocked_reason": "No bench"}
    item = make_work_item(
        state="in_testing", started_at=started, blocked_at=started, assignee=zhou, **facts
    )
    idle, above = make_work_item(entered_at=started), make_work_item()
    rank = idle.rank
    WorkItem.objects.filter(pk=idle.pk).update(rank="a1")

    operations.move(item=item, to=State.DONE, by=zhou, at=AT)
    operations.move(item=idle, to=State.IN_PROGRESS, after=above, by=zhou, at=AT)
    moves = Entry.objects.filter(kind="work_item.moved").order_by("pk")
    colleague = make_user(Role.ENGINEER)
    edit = Edit(field="assignee", value=colleague)
    operations.change(item=idle, edits=[edit], by=colleague, at=AT)
    operations.undo(first=moves[0].pk, last=moves[1].pk, by=zhou, at=AT)

    found = WorkItem.objects.get(pk=item.pk)
    assert (found.state, found.started_at, found.done_at) == ("in_testing", started, None)
    assert {name: getattr(found, name) for name in facts} == facts
    found = WorkItem.objects.get(pk=idle.pk)
    assert (found.state, found.started_at, found.entered_at) == ("todo", None, started)
    # Who took it on since keeps it.
    assert (found.assignee, found.rank, rank != "a1") == (colleague, "a1", True)
