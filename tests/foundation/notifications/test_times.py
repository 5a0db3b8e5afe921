"""Mornings of people in different places."""

from datetime import UTC, datetime

import pytest

from twintrack.foundation.notifications.times import (
    next_monday_morning,
    next_morning,
    tomorrow_morning,
)

SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "then"),
    [
        (at(23, 23), SHANGHAI, at(24, 0)),
        (at(24, 0), SHANGHAI, at(25, 0)),
        (at(24, 9), NEW_YORK, at(24, 13)),
        (at(24, 14), NEW_YORK, at(25, 13)),
    ],
)
def test_the_next_morning_may_be_todays(now: datetime, zone: str, then: datetime) -> None:
    assert next_morning(now, zone) == then


def test_tomorrow_is_the_next_day_there() -> None:
    assert tomorrow_morning(at(23, 23), SHANGHAI) == at(25, 0)
    assert tomorrow_morning(at(24, 3), NEW_YORK) == at(24, 13)


@pytest.mark.parametrize("day", range(23, 30))
def test_next_week_begins_on_monday(day: int) -> None:
    assert next_monday_morning(at(day, 9), SHANGHAI) == at(30, 0)


def test_on_monday_next_week_is_the_next_one() -> None:
    assert next_monday_morning(at(30, 0), SHANGHAI) == datetime(2026, 12, 7, tzinfo=UTC)
