"""Accounts: the first one, the next ones, and what people prefer."""

from datetime import UTC, datetime
from functools import partial

import pytest

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.people import make_user
from twintrack.foundation.access import operations
from twintrack.foundation.access.operations import Newcomer
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIN = Newcomer(email="Lin@Example.com", name="Lin", password="a long sentence")


def test_the_first_account_is_the_administrators() -> None:
    user = operations.found(newcomer=LIN, at=AT)

    assert user.roles == {Role.ADMIN}
    assert user.email == "lin@example.com"
    assert user.check_password("a long sentence")
    assert user.joined_at == AT
    assert Entry.objects.get().kind == "user.joined"


def test_a_second_founder_is_refused() -> None:
    make_user()

    with pytest.raises(operations.CompanyFounded):
        operations.found(newcomer=LIN, at=AT)


@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_many_who_found_the_company_at_once_one_does() -> None:

    def found(number: int) -> None:
        newcomer = Newcomer(email=f"lin{number}@example.com", name="Lin", password="a sentence")
        operations.found(newcomer=newcomer, at=AT)

    fared = how_they_fared(all_at_once(partial(found, number) for number in range(4)))

    assert fared == {"done": 1, "CompanyFounded": 3}


def test_only_those_who_manage_people_add_accounts() -> None:
    with pytest.raises(NotAllowed):
        operations.add_user(newcomer=LIN, roles=[Role.ENGINEER], by=make_user(Role.ENGINEER), at=AT)

    user = operations.add_user(newcomer=LIN, roles=[Role.ENGINEER], by=make_user(Role.ADMIN), at=AT)
    assert user.roles == {Role.ENGINEER}


def test_one_address_has_one_account_whatever_its_case() -> None:
    make_user(email="lin@example.com")

    with pytest.raises(operations.AddressTaken):
        operations.add_user(newcomer=LIN, roles=[], by=make_user(Role.ADMIN), at=AT)


def test_preferences_are_kept_and_others_stay() -> None:
    alice = make_user(theme="dark")

    operations.prefer(user=alice, values={"language": "zh-hans"}, by=alice, at=AT)

    alice.refresh_from_db()
    assert (alice.language, alice.theme) == ("zh-hans", "dark")
    assert Entry.objects.get().payload["fields"] == ["language"]


@pytest.mark.parametrize(
    "values", [{"theme": "pink"}, {"time_zone": "Mars/Olympus"}, {"is_service": "1"}]
)
def test_a_preference_that_does_not_exist_is_refused(values: dict[str, str]) -> None:
    alice = make_user()

    with pytest.raises(operations.PreferenceUnknown):
        operations.prefer(user=alice, values=values, by=alice, at=AT)
