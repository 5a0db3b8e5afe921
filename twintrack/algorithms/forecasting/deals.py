"""Deals as the forecast sees them: how long in which stage, and how each stay ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

# How a stay may end besides moving on to a stage (0, 1, …).
WON = -1
LOST = -2


@dataclass(frozen=True, kw_only=True)
class Stay:
    """
    A deal in one stage.

    `since` and `until` are days; `until` is empty while it lasts. `to` is the stage it moved to,
    `WON` or `LOST`.
    """

    stage: int
    since: int
    until: int | None = None
    to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Deal:
    """
    A deal from its first stage on, in the order of its stays.

    `worth` is what it was to bring while it was open, `brought` what it did bring when won; `due`
    is the day on which people expect it to close.
    """

    stays: tuple[Stay, ...]
    worth: float
    brought: float = 0.0
    due: int | None = None

    @property
    def opened(self) -> int:
        return self.stays[0].since

    @property
    def closed(self) -> int | None:
        return self.stays[-1].until if self.stays[-1].to in (WON, LOST) else None

    @property
    def is_won(self) -> bool:
        return self.stays[-1].to == WON


def known_on(deals: Iterable[Deal], on: int) -> list[Deal]:
    """Give the deals as they stood in the morning of a day; nothing of later days is left."""
    known = []
    for deal in deals:
        stays = tuple(_as_of(each, on) for each in deal.stays if each.since < on)
        if stays:
            is_closed = stays[-1].to in (WON, LOST)
            known.append(replace(deal, stays=stays, brought=deal.brought if is_closed else 0.0))
    return known


def _as_of(stay: Stay, on: int) -> Stay:
    if stay.until is None or stay.until < on:
        return stay
    return replace(stay, until=None, to=None)


@lru_cache(maxsize=4096)
def quarter_of(day: int) -> tuple[int, int]:
    """Give the first and the last day of the calendar quarter that a day lies in."""
    here = date.fromordinal(day)
    first = date(here.year, (here.month - 1) // 3 * 3 + 1, 1)
    after = date(here.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return first.toordinal(), after.toordinal() - 1


def month_in_quarter(day: int) -> int:
    """Give 0, 1 or 2 for the first, second and third month of a quarter."""
    return (date.fromordinal(day).month - 1) % 3
