"""Two people note the customer's word on one quote at the same moment."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.people import make_user
from tests.factories.quotes import make_sent
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import operations

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_many_who_note_an_acceptance_one_does_and_the_others_are_told_who() -> None:
    version = make_sent()
    sellers = [make_user(Role.SALESPERSON) for _ in range(4)]

    def accept(by: User) -> None:
        operations.accept(version=version, accepted_by="Buyer", accepted_on=AT.date(), by=by, at=AT)

    def revise() -> None:
        until = date(2027, 1, 1)
        operations.revise(version=version, valid_until=until, note="", by=sellers[3], at=AT)

    fared = how_they_fared(all_at_once([*(partial(accept, each) for each in sellers[:3]), revise]))

    assert fared["done"] == 1
    assert fared["AcceptedAlready"] + fared["Outdated"] == 3
    assert Entry.objects.filter(kind__in=["quote.accepted", "quote.revised"]).count() == 1
