"""When opportunities are expected to close, and how they ended."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity, make_passage
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.sales.pipeline.closing import read_months
from twintrack.sales.pipeline.models import Competitor, LostReason, Opportunity
from twintrack.sales.pipeline.outcomes import read_outcomes

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_months_hold_each_open_opportunity_once_and_what_is_overdue_apart() -> None:
    ExchangeRate.objects.create(currency="USD", on=date(2026, 1, 1), to_base=Decimal(7))
    days = ("2026-11-23", "2026-11-24", "2026-11-30", "2026-12-01", "2027-04-30", "2027-05-01")
    for day in days:
        make_opportunity(expected_close_on=date.fromisoformat(day), amount=Decimal(100))
    make_opportunity(
        expected_close_on=date(2026, 12, 31),
        amount=Decimal(10),
        currency="USD",
        stage="contract",
    )
    make_opportunity(stage="won")

    months = read_months(Opportunity.objects.open(), on=TODAY)

    assert [month.count for month in months] == [1, 2, 2, 0, 0, 0, 1, 1]
    assert (months[2].total.in_base, months[2].weighted) == (170, Decimal("79.50"))
    assert len(months[1].cards) == 2
    Opportunity.objects.filter(expected_close_on__lt=TODAY).delete()
    assert read_months(Opportunity.objects.open(), on=TODAY)[0].span.begins == TODAY


def test_outcomes_are_counted_by_reason_competitor_and_stage() -> None:
    price, rival = LostReason.objects.get(code="price"), Competitor.objects.create(name="Rival")
    closed = {"stage": "lost", "closed_at": AT - timedelta(days=10)}
    for number in range(3):
        deal = make_opportunity(
            **closed,
            amount=Decimal(100),
            lost_because=price if number else None,
            lost_to=rival if number else None,
        )
        make_passage(deal, "negotiation", outcome="lost", left_at=AT)
    make_opportunity(stage="won", closed_at=AT - timedelta(days=5), amount=Decimal(700))
    make_opportunity(stage="won", closed_at=AT - timedelta(days=400))

    year = read_outcomes(Opportunity.objects.all(), since=AT - timedelta(days=365), at=AT)
    assert (year.won, year.lost, year.win_rate) == (1, 3, None)
    assert (year.won_total.in_base, year.lost_total.in_base) == (700, 300)
    assert [(row.label, row.count, row.share) for row in year.reasons] == [
        ("Price", 2, 100),
        ("Not said", 1, 50),
    ]
    assert [(row.label, row.count) for row in year.competitors] == [("Rival", 2)]
    assert [(row.label, row.total.in_base) for row in year.stages] == [("Negotiation", 300)]
    whole = read_outcomes(Opportunity.objects.all(), since=None, at=AT)
    assert whole.win_rate == 40


@pytest.mark.parametrize("page", ["closing", "outcomes"])
def test_the_pages_cost_the_same_for_few_and_for_many_and_are_closed_to_rnd(
    client: Client, page: str
) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    today, url = timezone.localdate(), f"/opportunities/{page}/"

    def more(count: int) -> None:
        for number in range(count):
            due = today + timedelta(days=20 * (number % 9 - 1))
            make_opportunity(name=f"Open {number}", expected_close_on=due)
            make_opportunity(stage="lost", closed_at=timezone.now(), name=f"Gone {number}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    more(9)
    cost()
    few = cost()
    more(18)
    assert cost() == few
    assert ("Open 3" if page == "closing" else "Gone 17") in client.get(url).content.decode()
    assert client.get(url + "?period=90&team=x").status_code == 200
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(url).status_code == 403
