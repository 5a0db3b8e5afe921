"""Working days of mainland China: weekends, public holidays and make-up days."""

from datetime import date, timedelta

import chinese_calendar

ONE = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Say whether people work on a day; outside the published years only weekends are free."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(day: date, count: int) -> date:
    """Go so many working days on, or back where `count` is negative; 0 gives the day itself."""
    step = ONE if count >= 0 else -ONE
    for _each in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to `end`; negative if `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + ONE * number for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)
