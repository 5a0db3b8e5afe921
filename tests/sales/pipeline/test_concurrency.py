"""Two people at one opportunity at the same moment."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Stage

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_an_opportunity_from_one_stage_one_does() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    opportunity = make_opportunity(stage=Stage.NEGOTIATION)
    make_decision_maker(opportunity)
    sellers = [make_user(Role.SALESPERSON) for _ in range(4)]
    outcomes: list[str] = []
    ready = threading.Barrier(len(sellers))

    def move(index: int) -> None:
        ready.wait(10)
        try:
            if index % 2:
                operations.win(
                    opportunity=opportunity, before=Stage.NEGOTIATION, by=sellers[index], at=AT
                )
            else:
                operations.advance(
                    opportunity=opportunity,
                    before=Stage.NEGOTIATION,
                    to=Stage.CONTRACT,
                    by=sellers[index],
                    at=AT,
                )
            outcomes.append("moved")
        except StaleEdit:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=[index]) for index in range(len(sellers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["moved", "stale", "stale", "stale"]
    assert Entry.objects.count() == 1
