"""
Public holidays and make-up working days of countries.

Mainland China by `chinese_calendar`, which holds what the State Council published; other countries,
and Chinese years that are not published yet, by `holidays`. No Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import chinese_calendar

CHINA = "CN"


def is_known(country: str) -> bool:
    """Say whether a country's holidays are known: `DE`, or with a part of it `DE-BY`."""
    # Takes a fifth of a second to load; most processes never ask.
    import holidays

    code, _hyphen, part = country.partition("-")
    known = holidays.list_supported_countries()
    return code in known and (not part or part in known[code])


def decreed(country: str, day: date) -> bool | None:
    """Say whether all work (true) or are free (false) on a day, or nothing if it is usual."""
    return _year(country, day.year).get(day) if country else None


def is_published(country: str, year: int) -> bool:
    """Say whether free days and make-up days of a year are decreed, not only foreseen."""
    return country != CHINA or year in _published()


@lru_cache(maxsize=1)
def _published() -> frozenset[int]:
    return frozenset(day.year for day in chinese_calendar.holidays)


@lru_cache(maxsize=1000)
def _year(country: str, year: int) -> Mapping[date, bool]:
    if country == CHINA and year in _published():
        free = {day: False for day in chinese_calendar.holidays if day.year == year}
        return free | {day: True for day in chinese_calendar.workdays if day.year == year}
    import holidays

    code, _hyphen, part = country.partition("-")
    known = holidays.country_holidays(code, subdiv=part or None, years=year)
    made_up = getattr(known, "weekend_workdays", ())
    # A country's own list may reach into the years beside.
    days = dict.fromkeys(known, False) | dict.fromkeys(made_up, True)
    return {day: works for day, works in days.items() if day.year == year}
