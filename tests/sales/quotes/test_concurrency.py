"""Two people note the customer's word on one quote at the same moment."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from tests.factories.people import make_user
from tests.factories.quotes import make_sent
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.quotes import operations

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_note_an_acceptance_one_does_and_the_others_are_told_who() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    version = make_sent()
    sellers = [make_user(Role.SALESPERSON) for _ in range(4)]
    outcomes: list[str] = []
    ready = threading.Barrier(len(sellers))

    def accept(index: int) -> None:
        ready.wait(10)
        try:
            if index == 3:
                operations.revise(
                    version=version,
                    valid_until=date(2027, 1, 1),
                    note="",
                    by=sellers[index],
                    at=AT,
                )
            else:
                operations.accept(
                    version=version,
                    accepted_by=f"Buyer {index}",
                    accepted_on=AT.date(),
                    by=sellers[index],
                    at=AT,
                )
            outcomes.append("done")
        except (operations.AcceptedAlready, operations.Outdated):
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[index]) for index in range(len(sellers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["done", "told", "told", "told"]
    assert Entry.objects.filter(kind__in=["quote.accepted", "quote.revised"]).count() == 1
