"""What was asked stands until the ledger grows, and never beyond a change that may be undone."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.roles import Role
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def again(user: User) -> User:
    """The same person, as the next request knows them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_what_is_asked_again_asks_only_how_far_the_ledger_has_come() -> None:
    alice, product = make_user(Role.CSM), make_product()
    visible_product_ids(alice)
    reader = again(alice)

    with CaptureQueriesContext(connection) as asked:
        assert visible_product_ids(reader) == {product.pk}
        assert reader.roles == {Role.CSM}

    assert {each["sql"] for each in asked} == {"SELECT MAX(id) FROM ledger_entry"}


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_a_role_that_is_granted_holds_at_once() -> None:
    alice, admin = make_user(), make_user(Role.ADMIN)
    assert again(alice).roles == frozenset()

    access.set_roles(user=alice, roles={Role.CSM}, before=set(), by=admin, at=AT)

    assert again(alice).roles == {Role.CSM}


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_what_a_change_that_was_undone_had_seen_is_not_kept() -> None:
    answers = iter(["before", "within", "after"])

    def ask() -> str:
        return next(answers)

    def change() -> None:
        with transaction.atomic():
            assert standing("a_question", ask) == "within"
            raise RuntimeError

    assert standing("a_question", ask) == "before"
    with pytest.raises(RuntimeError):
        change()
    assert standing("a_question", ask) == "before"


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_what_concerns_other_kinds_leaves_an_answer_standing() -> None:
    answers = iter(range(9))
    alice, admin = make_user(Role.CSM), make_user(Role.ADMIN)

    def asked() -> int:
        return standing("of_users", lambda: next(answers), about=["user"])

    access.add_team(name="One", track="rd", by=admin, at=AT)
    assert asked() == 0
    access.add_team(name="Two", track="rd", by=admin, at=AT)
    assert asked() == 0
    access.set_roles(user=alice, roles={Role.RND_LEAD}, before={Role.CSM}, by=admin, at=AT)
    assert asked() == 1


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_more_than_can_be_followed_lets_nothing_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twintrack.foundation.memory.standing.FOLLOWED", 2)
    answers, admin = iter(range(9)), make_user(Role.ADMIN)
    for name in ("One", "Two", "Three"):
        access.add_team(name=name, track="rd", by=admin, at=AT)
        if name == "One":
            assert standing("of_users", lambda: next(answers), about=["user"]) == 0

    assert standing("of_users", lambda: next(answers), about=["user"]) == 1
