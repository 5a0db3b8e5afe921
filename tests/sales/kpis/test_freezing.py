"""What measures came to is kept as it was known, and never changes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.selling import make_deal, make_year
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.keeping import known_measures, refresh
from twintrack.sales.kpis.models import Freeze, FrozenValue
from twintrack.sales.kpis.queries import Of, Told, read_told
from twintrack.sales.kpis.rounds import freeze

pytestmark = pytest.mark.django_db
# Twenty minutes into the first of November, in Shanghai.
NIGHT = datetime(2026, 10, 31, 16, 20, tzinfo=UTC)


def told(code: str, of: Of, user: User, at: datetime) -> Told:
    return read_told([known_measures()[code]], of, at=at, for_user=user)[code]


def test_a_frozen_month_stands_as_it_was_told_and_says_what_it_would_be_now() -> None:
    seller, boss = make_user(Role.SALESPERSON), make_user(Role.EXECUTIVE)
    team = make_team(seller)
    make_year(seller, NIGHT)
    freeze(NIGHT)
    freeze(NIGHT + timedelta(hours=3))
    assert Freeze.objects.count() == 1
    assert Entry.objects.filter(kind="sales_measures.frozen").count() == 1
    kept = list(FrozenValue.objects.order_by("pk").values_list())

    # Somebody finds four deals of September that nobody had written down.
    for _turn in range(4):
        make_deal(seller, datetime(2026, 9, 1, 4, tzinfo=UTC), end="won")
    refresh(NIGHT + timedelta(days=1), whole=True)
    freeze(NIGHT + timedelta(days=1))

    assert list(FrozenValue.objects.order_by("pk").values_list())[: len(kept)] == kept
    for of in (Of(), Of(team=team), Of(person=seller)):
        found = told("win_rate", of, boss, NIGHT + timedelta(days=1))
        [change] = found.changed
        assert (change.month.isoformat(), change.was) == ("2026-09-01", pytest.approx(50))
        assert change.now == pytest.approx(70)
        assert change.known_on.isoformat() == "2026-11-01"
        september = next(s for s in found.course.steps if s.week.starts_on == change.month)
        assert (september.value, september.week.count) == (pytest.approx(50), 6)


def test_a_cohort_is_frozen_once_nothing_of_it_is_open_and_says_so_until_then() -> None:
    seller, boss = make_user(Role.SALESPERSON), make_user(Role.EXECUTIVE)
    opened = datetime(2026, 8, 10, 4, tzinfo=UTC)
    for turn in range(6):
        make_deal(seller, opened, end="won" if turn < 3 else "lost")
    still = make_deal(seller, opened)
    freeze(NIGHT)
    assert not FrozenValue.objects.filter(measure="conversion").exists()
    found = told("conversion", Of(), boss, NIGHT)
    assert (found.value, found.whole.count, found.still_open) == (None, 0, 1)

    still.stage, still.closed_at = "lost", NIGHT
    still.save()
    still.passages.update(left_at=NIGHT, outcome="lost")
    refresh(NIGHT + timedelta(days=1), whole=True)
    freeze(NIGHT + timedelta(days=1))
    kept = FrozenValue.objects.get(measure="conversion", part_of="company")
    assert (kept.count, kept.part, kept.still_open) == (7, 3, 0)
    found = told("conversion", Of(), boss, NIGHT + timedelta(days=1))
    assert found.value == pytest.approx(300 / 7)


def test_what_stands_is_kept_each_evening_whatever_becomes_of_it() -> None:
    seller = make_user(Role.SALESPERSON)
    deal = make_deal(seller, NIGHT - timedelta(days=9), amount=5000)
    for night in range(3):
        freeze(NIGHT + timedelta(days=night))
        deal.amount += Decimal(1000)
        deal.save()
        refresh(NIGHT + timedelta(days=night, hours=9), whole=True)
    days = FrozenValue.objects.filter(measure="pipeline", span="day", part_of="company")
    assert list(days.order_by("on").values_list("part", flat=True)) == [5000, 6000, 7000]
    assert str(days.order_by("on")[0].on) == "2026-10-31"
    month = FrozenValue.objects.get(measure="pipeline", span="month", part_of="company")
    assert (str(month.on), month.part) == ("2026-10-01", 5000)
