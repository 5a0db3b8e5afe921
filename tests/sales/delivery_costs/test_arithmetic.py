"""What a delivery costs, reckoned another way: in fractions, row by row."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twintrack.sales.delivery_costs.arithmetic import (
    Outlook,
    Rate,
    RateBook,
    percent_of,
    remaining_minutes,
    turned,
)
from twintrack.sales.delivery_costs.durations import HoursUnreadable, read_minutes, written_hours

CENTS = st.decimals(min_value=0, max_value=10**6, places=2)
WORTH = st.decimals(min_value=Decimal("0.00001"), max_value=1000, places=8).filter(bool)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def half_up(exact: Fraction, places: int) -> Fraction:
    unit = Fraction(1, 10**places)
    sign = -1 if exact < 0 else 1
    return sign * floor(abs(exact) / unit + Fraction(1, 2)) * unit


@given(amount=CENTS, minutes=st.integers(-6000, 6000), worth=WORTH, into=WORTH)
def test_a_row_is_rounded_once_whatever_is_multiplied_and_divided(
    amount: Decimal, minutes: int, worth: Decimal, into: Decimal
) -> None:
    exact = Fraction(amount) * minutes / 60 * Fraction(worth) / Fraction(into)

    for currency, places in (("CNY", 2), ("JPY", 0)):
        found = turned(amount, times=minutes, by=60, worth=worth, into=into, currency=currency)

        assert Fraction(found) == half_up(exact, places)


@given(amount=CENTS, minutes=st.integers(0, 6000), worth=WORTH, into=WORTH)
def test_a_reversal_takes_back_exactly_what_it_reverses(
    amount: Decimal, minutes: int, worth: Decimal, into: Decimal
) -> None:
    there = turned(amount, times=minutes, by=60, worth=worth, into=into, currency="CNY")
    back = turned(amount, times=-minutes, by=60, worth=worth, into=into, currency="CNY")

    assert there + back == 0


@given(rates=st.lists(st.tuples(st.sampled_from("ab"), DAYS, CENTS), max_size=8), on=DAYS)
def test_the_rate_of_a_day_is_the_last_that_was_set_for_it_or_before(
    rates: list[tuple[str, date, Decimal]], on: date
) -> None:
    book = RateBook(
        Rate(role=role, since=since, amount=amount, currency="CNY") for role, since, amount in rates
    )
    held = None
    for _role, since, amount in sorted(
        (each for each in rates if each[0] == "a" and each[1] <= on), key=lambda each: each[1]
    ):
        held = (since, amount)

    found = book.on("a", on)

    assert (found and (found.since, found.amount)) == held
    assert book.on("nobody", on) is None


@given(
    estimated=st.none() | st.integers(0, 10**5),
    spent=st.integers(0, 10**5),
    said=st.none() | st.integers(0, 10**5),
)
def test_what_remains_is_what_somebody_said_else_what_the_estimate_leaves(
    estimated: int | None, spent: int, said: int | None
) -> None:
    left = remaining_minutes(estimated=estimated, spent=spent, said=said, is_over=False)

    assert left >= 0
    if said is not None:
        assert left == said
    elif estimated is None or spent >= estimated:
        assert left == 0
    else:
        assert left + spent == estimated
    assert remaining_minutes(estimated=estimated, spent=spent, said=said, is_over=True) == 0


@given(
    revenue=CENTS,
    goods=CENTS,
    budget=CENTS,
    parts=st.tuples(CENTS, CENTS, CENTS, CENTS),
)
def test_margin_and_variance_are_what_is_left_after_every_part(
    revenue: Decimal, goods: Decimal, budget: Decimal, parts: tuple[Decimal, ...]
) -> None:
    hours, expenses, committed, to_go = parts
    outlook = Outlook(
        currency="CNY",
        revenue=revenue,
        goods=goods,
        budget=budget,
        hours_cost=hours,
        expenses=expenses,
        committed=committed,
        to_go=to_go,
    )

    assert outlook.variance is not None
    # Where no cost of any kind is known, nothing is said of what is left.
    assert (outlook.margin is None) == (goods + sum(parts) == 0)
    if outlook.margin is not None:
        assert outlook.margin + goods + sum(parts) == revenue
    assert budget + outlook.variance == outlook.at_completion == sum(parts)
    assert (outlook.variance_percent is None) == (not budget)


def test_what_nobody_knows_stays_unknown() -> None:
    outlook = Outlook(currency="CNY", hours_cost=Decimal(5))

    assert outlook.variance is outlook.variance_percent is outlook.margin is None
    assert outlook.margin_percent is outlook.used_percent is None
    free = Outlook(currency="CNY", revenue=Decimal(960_000))
    assert free.margin is free.margin_percent is None
    assert percent_of(Decimal(1), Decimal(8)) == Decimal("12.5")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.5", 90),
        ("1,5", 90),
        (" 1:30 ", 90),
        ("1：30", 90),
        ("90m", 90),
        ("90 min", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1.5 h", 90),
        ("1小时30分", 90),
        (".25", 15),
        ("8", 480),
        ("0:05", 5),
        ("1.333", 80),
        ("", 0),
        ("0", 0),
        ("-1", None),
        ("1:75", None),
        ("h", None),
        ("eight", None),
        ("1e3", None),
        ("9999", None),
        ("nan", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    if minutes is None:
        with pytest.raises(HoursUnreadable):
            read_minutes(text)
    else:
        assert read_minutes(text) == minutes


@given(minutes=st.integers(0, 24 * 60))
def test_what_is_written_is_read_back_as_the_same(minutes: int) -> None:
    assert read_minutes(written_hours(minutes)) == minutes


def test_a_rate_book_knows_its_currencies() -> None:
    since = date(2026, 1, 1)
    book = RateBook(
        Rate(role="a", since=since + timedelta(days=n), amount=Decimal(1), currency=code)
        for n, code in enumerate(("CNY", "EUR"))
    )

    assert book.currencies() == {"CNY", "EUR"}
