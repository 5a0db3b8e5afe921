"""Two people at one opportunity at the same moment."""

from datetime import UTC, datetime
from functools import partial

import pytest

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Stage

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_many_who_move_an_opportunity_from_one_stage_one_does() -> None:
    opportunity = make_opportunity(stage=Stage.NEGOTIATION)
    make_decision_maker(opportunity)
    sellers = [make_user(Role.SALESPERSON) for _ in range(4)]
    whole = {"opportunity": opportunity, "before": Stage.NEGOTIATION, "at": AT}

    def win(by: User) -> None:
        operations.win(**whole, by=by)

    def advance(by: User) -> None:
        operations.advance(**whole, to=Stage.CONTRACT, by=by)

    acts = [partial(act, by) for act, by in zip([advance, win] * 2, sellers, strict=True)]

    assert how_they_fared(all_at_once(acts)) == {"done": 1, "StaleEdit": 3}
    assert Entry.objects.count() == 1
