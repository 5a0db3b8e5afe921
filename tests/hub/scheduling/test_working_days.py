"""Working days with holidays and make-up days of mainland China."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twintrack.hub.scheduling.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 11, 28), True),
        (date(2026, 10, 1), True),
        (date(2026, 2, 14), False),
        (date(2050, 10, 3), False),
        (date(2050, 10, 1), True),
    ],
    ids=["tuesday", "saturday", "national day", "made up for", "year not known", "weekend then"],
)
def test_people_work_on_weekdays_and_make_up_days_but_not_on_holidays(
    day: date, is_free: bool
) -> None:
    assert is_working_day(day) is not is_free


def test_a_holiday_is_not_counted() -> None:
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 8)) == 1


@given(day=DAYS, count=st.integers(-60, 60))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    start = add_working_days(day, 1)

    assert working_days_between(start, add_working_days(start, count)) == count


@given(start=DAYS, days=st.integers(0, 200))
def test_counting_back_is_the_same_with_a_minus(start: date, days: int) -> None:
    end = start + timedelta(days=days)

    assert working_days_between(end, start) == -working_days_between(start, end)
