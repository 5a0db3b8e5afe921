"""Random histories: what was passed is what a plain reading of the ledger says."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.flow import moving_on
from twintrack.sales.pipeline.models import Opportunity, StagePassage

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = BEGIN + timedelta(days=200)
WAY = ["requirement_confirmation", "solution_design", "negotiation", "contract"]


def live(customer: Customer, seller: User, dice: random.Random) -> Opportunity:
    """Let an opportunity move about, end and begin again."""
    at = BEGIN + timedelta(days=dice.randrange(60))
    details = operations.OpportunityDetails(
        customer=customer,
        name="Deal",
        amount=Decimal(dice.randrange(1, 900)),
        currency="CNY",
        expected_close_on=at.date(),
    )
    opportunity = operations.open_opportunity(details=details, by=seller, at=at)
    make_decision_maker(opportunity)
    for _step in range(dice.randrange(8)):
        at += timedelta(hours=dice.randrange(1, 300))
        _act(opportunity, dice, seller, at)
        opportunity.refresh_from_db()
    return opportunity


def _act(opportunity: Opportunity, dice: random.Random, by: User, at: datetime) -> None:
    here = {"opportunity": opportunity, "by": by, "at": at}
    if not opportunity.is_open:
        operations.reopen(**here, to=dice.choice(WAY), reason="again")
        return
    what = dice.random()
    if what < 0.12:
        operations.win(**here, before=opportunity.stage)
    elif what < 0.3:
        operations.lose(**here, before=opportunity.stage, reason="x")
    else:
        to = dice.choice(WAY)
        operations.advance(**here, before=opportunity.stage, to=to, anyway="x")


def told(pk: int) -> list[tuple[str, datetime, datetime | None, str]]:
    """Read the passages of an opportunity from the ledger, with nothing of the product."""
    found: list[list[object]] = []
    for entry in Entry.objects.filter(about_kind="opportunity", about_id=pk).order_by("pk"):
        verb = entry.kind.removeprefix("opportunity.")
        to = {"opened": WAY[0], "won": "won", "lost": "lost"}.get(verb) or entry.payload.get("to")
        if verb not in {"opened", "advanced", "won", "lost", "reopened"}:
            continue
        if found and found[-1][2] is None:
            end = to if to in {"won", "lost"} else ""
            here = str(found[-1][0])
            way = end or ("back" if WAY.index(str(to)) < WAY.index(here) else "onward")
            found[-1][2:] = [entry.happened_at, way]
        if to in WAY:
            found.append([to, entry.happened_at, None, ""])
    return [tuple(each) for each in found]  # type: ignore[misc]


def kept(pk: int) -> list[tuple[str, datetime, datetime | None, str]]:
    rows = StagePassage.objects.filter(opportunity=pk).order_by("pk")
    return list(rows.values_list("stage", "entered_at", "left_at", "outcome"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_passages_and_shares_are_what_the_ledger_says_and_can_be_read_from_it_again(
    seed: int,
) -> None:
    dice, seller = random.Random(seed), make_user(Role.SALESPERSON)
    customer = make_opportunity().customer
    Opportunity.objects.all().delete()
    deals = [live(customer, seller, dice) for _ in range(25)]

    assert all(kept(deal.pk) == told(deal.pk) for deal in deals)
    onward: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for deal in deals:
        last = {stage: outcome for stage, _in, _out, outcome in told(deal.pk)}
        for stage, outcome in last.items():
            decided[stage] += bool(outcome)
            onward[stage] += outcome in {"onward", "won"}
    shares = moving_on(at=NOW)
    assert {code: (each.onward, each.decided) for code, each in shares.items()} == {
        code: (onward[code], decided[code]) for code in decided
    }
    # An installation from before there were passages reads them from its ledger.
    before = {deal.pk: kept(deal.pk) for deal in deals}
    flags = Counter(StagePassage.objects.values_list("opportunity", "stage", "is_last"))
    StagePassage.objects.all().delete()
    import_module("twintrack.sales.pipeline.migrations.0003_beginning").add_passages(apps, None)
    assert {deal.pk: kept(deal.pk) for deal in deals} == before
    assert Counter(StagePassage.objects.values_list("opportunity", "stage", "is_last")) == flags
