"""Saved views: state, entry and refusal."""

from datetime import UTC, datetime

import pytest

from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.saved_views import operations, queries
from twintrack.foundation.saved_views.models import SavedView

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def saved(
    by: User, name: str = "Waiting", query: str = "state=proposed", **more: bool
) -> SavedView:
    return operations.save_view(
        place="requirement-list",
        name=name,
        query=query,
        is_shared=more.get("is_shared", False),
        by=by,
        at=AT,
    )


def test_a_view_keeps_what_makes_the_list_and_nothing_of_where_one_is_in_it(lin: User) -> None:
    view = saved(lin, query="?state=under_review&state=proposed&after=abc&saved=3&q=&peek=REQ-1")

    assert view.query == "state=proposed&state=under_review"


def test_a_view_is_saved_changed_taken_away_and_brought_back(lin: User) -> None:
    view = saved(lin)
    operations.change_view(
        view=view,
        before={"name": "Waiting", "query": "state=proposed"},
        after={"name": "To decide", "query": "state=under_review", "is_shared": True},
        by=lin,
        at=AT,
    )
    for _each in range(2):
        operations.remove_view(view=view, by=lin, at=AT)
    assert not queries.list_views(for_user=lin).exists()
    for _each in range(2):
        operations.restore_view(view=view, by=lin, at=AT)

    [there] = queries.list_views(for_user=lin)
    assert (there.name, there.query, there.is_shared) == ("To decide", "state=under_review", True)
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "saved_view.added",
        "saved_view.changed",
        "saved_view.removed",
        "saved_view.restored",
    ]


def test_what_changes_nothing_leaves_no_entry(lin: User) -> None:
    view = saved(lin)

    operations.change_view(view=view, before={}, after={"name": "Waiting"}, by=lin, at=AT)

    assert Entry.objects.count() == 1


def test_a_name_is_given_once_in_a_list_whatever_its_case(lin: User) -> None:
    first, other = saved(lin), saved(lin, name="Mine")

    with pytest.raises(operations.ViewNameTaken):
        saved(lin, name="WAITING")
    with pytest.raises(operations.ViewNameTaken):
        operations.change_view(view=other, before={}, after={"name": "waiting"}, by=lin, at=AT)
    operations.remove_view(view=first, by=lin, at=AT)
    saved(lin)
    with pytest.raises(operations.ViewNameTaken):
        operations.restore_view(view=first, by=lin, at=AT)
    saved(make_user(Role.SALESPERSON))


def test_a_list_that_does_not_exist_and_filters_without_end_are_refused(lin: User) -> None:
    with pytest.raises(operations.ListUnknown):
        operations.save_view(
            place="account_logout", name="Out", query="", is_shared=False, by=lin, at=AT
        )
    with pytest.raises(operations.ViewTooLong):
        saved(lin, query="q=" + "x" * 3000)
    assert not SavedView.objects.exists()


def test_nothing_is_overwritten_unseen(lin: User) -> None:
    view = saved(lin)
    operations.change_view(view=view, before={}, after={"name": "To decide"}, by=lin, at=AT)

    with pytest.raises(StaleEdit):
        operations.change_view(
            view=view, before={"name": "Waiting"}, after={"name": "Mine"}, by=lin, at=AT
        )


def test_others_see_what_is_shared_and_change_nothing_of_it(lin: User) -> None:
    own, shared = saved(lin), saved(lin, name="For all", is_shared=True)
    zhao = make_user(Role.SALESPERSON)

    assert list(queries.list_views(for_user=zhao)) == [shared]
    assert not queries.list_views(for_user=make_user(Role.GUEST)).exists()
    for act in (operations.remove_view, operations.restore_view):
        with pytest.raises(NotAllowed):
            act(view=shared, by=zhao, at=AT)
    with pytest.raises(NotAllowed):
        operations.change_view(view=own, before={}, after={"name": "Mine"}, by=zhao, at=AT)
    operations.remove_view(view=shared, by=make_user(Role.ADMIN), at=AT)
