"""Which work a list gives."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.work import board, queries
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import WorkFilter

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def titles(user: User, **only: object) -> set[str]:
    found = queries.list_work(for_user=user, only=WorkFilter(**only))  # type: ignore[arg-type]
    return {each.title for each in found}


def test_filters_narrow_and_a_zero_means_none_of_them(zhou: User) -> None:
    product, iteration = make_product(), make_iteration()
    make_work_item(title="mine", assignee=zhou, product=product, iteration=iteration)
    make_work_item(title="bug", defect={}, priority=1, blocked_at=AT, blocked_reason="x")
    make_work_item(title="done", state="done", done_at=AT - timedelta(days=3))
    make_work_item(title="long done", state="done", done_at=AT - timedelta(days=30))

    assert titles(zhou) == {"mine", "bug"}
    assert titles(zhou, products=(product.pk,)) == {"mine"}
    assert titles(zhou, assignees=(zhou.pk,)) == {"mine"}
    assert titles(zhou, assignees=(0,)) == {"bug"}
    assert titles(zhou, iterations=(0, iteration.pk)) == {"mine", "bug"}
    assert titles(zhou, iterations=(0,)) == {"bug"}
    assert titles(zhou, kinds=("defect",), priorities=(1,)) == {"bug"}
    assert titles(zhou, blocked=True) == {"bug"}
    assert titles(zhou, text="MIN") == {"mine"}
    assert titles(zhou, states=("done",)) == {"done", "long done"}
    assert titles(zhou, scope="done") == {"done", "long done"}
    everything = queries.list_work(for_user=zhou, only=WorkFilter(scope="all"))
    columns = board.read_board(everything, limits={}, at=AT)
    assert {card.title for each in columns for card in each.cards} == {"mine", "bug", "done"}


def test_hidden_products_hide_their_work(zhou: User) -> None:
    make_work_item(product=make_product(reach="teams"))

    assert titles(zhou, scope="all") == set()
    assert len(titles(make_user(Role.EXECUTIVE), scope="all")) == 1


def test_progress_leaves_out_what_was_given_up() -> None:
    requirement = make_requirement()
    for state, points in (("done", 3), ("todo", 5), ("cancelled", 8)):
        make_work_item(
            product=requirement.product,
            requirement=requirement,
            state=state,
            points=Decimal(points),
            done_at=AT if state == "done" else None,
        )

    found = queries.progress_of(queries.list_of_requirement(requirement))
    by_requirement = queries.progress_by(WorkItem.objects.all(), "requirement")

    assert (found.done, found.total, found.percent) == (1, 2, 50)
    assert (found.points_done, found.points, found.is_complete) == (3, 8, False)
    assert by_requirement == {requirement.pk: found}
    assert not queries.Progress().is_complete


def test_a_board_has_all_columns_with_what_they_come_to(zhou: User) -> None:
    for number in range(3):
        make_work_item(points=Decimal(number))
    make_work_item(state="in_review")

    columns = board.read_board(WorkItem.objects.all(), limits={"todo": 2}, at=AT)

    assert [(each.state.value, each.count) for each in columns] == [
        ("todo", 3),
        ("in_progress", 0),
        ("in_review", 1),
        ("in_testing", 0),
        ("done", 0),
    ]
    assert (len(columns[0].cards), columns[0].points, columns[0].has_more) == (2, 3, True)
