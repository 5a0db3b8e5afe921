"""What measures of sales are made of: rows of each source, and what moves them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.delivery_costs import make_contract, make_work, set_rate, write
from tests.factories.leads import make_lead
from tests.factories.people import make_team, make_user
from tests.factories.quotes import make_sent
from tests.factories.selling import make_deal
from tests.factories.visits import make_visit
from twintrack.analytics.months import Month, Whose
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.kpis.keeping import known_measures, refresh
from twintrack.sales.kpis.queries import library
from twintrack.sales.kpis.sources.worth import Rates
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.quotes import operations as quotes

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def month(code: str, on: date = date(2026, 11, 1), at: datetime = NOW) -> Month:
    measure = known_measures()[code]
    found = library().months([measure], Whose(), on, on, at)[code]
    return found[0] if found else Month(on, 0, 0.0, 0.0)


def test_what_is_added_by_and_by_is_what_a_rebuild_gives() -> None:
    seller = make_user(Role.SALES_MANAGER)
    deals = [make_deal(seller, NOW - timedelta(days=20)) for _turn in range(3)]
    refresh(NOW)
    assert (month("conversion").count, month("conversion").open) == (3, 3)
    pipeline.win(opportunity=deals[0], before=deals[0].stage, by=seller, at=NOW)
    assert refresh(NOW) > 0
    assert refresh(NOW) == 0
    after = [month(code) for code in ("conversion", "win_rate", "won", "pipeline")]
    assert [(each.count, each.part) for each in after] == [(3, 1), (1, 1), (1, 1000), (2, 2000)]
    refresh(NOW, whole=True)
    assert [month(code) for code in ("conversion", "win_rate", "won", "pipeline")] == after


def test_a_quote_counts_from_its_first_sending_to_its_acceptance(client: Client) -> None:
    sent_at = NOW - timedelta(days=12)
    version = make_sent(at=sent_at)
    seller: User = version.quote.owner
    quotes.accept(version=version, accepted_by="Ms Li", accepted_on=NOW.date(), by=seller, at=NOW)
    refresh(NOW)
    told = month("quote_to_sign")
    assert (told.count, told.middle) == (1, pytest.approx(12, abs=0.1))
    assert month("discount").whole == pytest.approx(float(version.at_list))
    # Also on the page of who looks at them today.
    boss = make_user(Role.EXECUTIVE)
    make_team(seller)
    client.force_login(boss)
    assert client.get("/sales/performance/").status_code == 200


def test_visits_count_in_weeks_of_people_who_sell_and_leads_by_their_answers() -> None:
    seller = make_user(Role.SALESPERSON, joined_at=NOW - timedelta(days=60))
    for day in (2, 3, 10):
        held = datetime(2026, 11, day, 4, tzinfo=UTC)
        make_visit(owner=seller, state="done", held_at=held)
    at = datetime(2026, 11, 10, 4, tzinfo=UTC)
    answered = at + timedelta(hours=2)
    make_lead(owner=seller, created_at=at, due_at=answered, contacted_at=answered)
    make_lead(owner=seller, created_at=at, due_at=at, contacted_at=None)
    refresh(NOW)
    told = month("visits")
    # Weeks of 2, 9 and 16 November; the running one is too young.
    assert (told.part, told.whole) == (3, 3)
    told = month("leads_in_time")
    assert (told.count, told.part) == (2, 1)


def test_deliveries_are_measured_by_their_days_costs_and_first_looks() -> None:
    set_rate(amount="200")
    delivery, task, lead = make_work(contract=make_contract(work="1000"))
    write(task, lead, 480)
    DeliveryTask.objects.filter(delivery=delivery).update(state="done")
    project = delivery.project
    project.due_on = date(2026, 11, 10)
    project.save()
    Delivery.objects.filter(pk=delivery.pk).update(accepted_on=date(2026, 11, 12))
    refresh(NOW)
    told = month("on_time")
    assert (told.count, told.part) == (1, 0)
    told = month("cost_variance")
    assert told.part / told.whole == pytest.approx(0.6)
    assert month("delivery_margin").count == 1


def test_amounts_are_turned_at_the_latest_rate_up_to_their_day() -> None:
    for on, rate in ((date(2026, 11, 1), "7"), (date(2026, 11, 20), "8")):
        ExchangeRate.objects.create(currency="EUR", on=on, to_base=Decimal(rate))
    rates = Rates()
    found = [rates.worth(Decimal(10), "EUR", date(2026, 11, day)) for day in (19, 20, 30)]
    assert found == [70, 80, 80]
    assert rates.worth(Decimal(10), "EUR", date(2026, 10, 1)) == 70
    assert rates.worth(Decimal(10), "XXX", date(2026, 11, 1)) == 0
