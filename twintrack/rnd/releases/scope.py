"""
What is planned for releases, as far as an app above knows it.

The app that holds requirements registers how they are counted; pages and forecasts ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Scope:
    """How many requirements are planned for a release, and how many of them are built."""

    total: int = 0
    done: int = 0

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


# Gives the days on which requirements of a product were built since a day.
Pace = Callable[[int, date], list[date]]
_paces: list[Pace] = []


def register_pace(pace: Pace) -> None:
    """Say when requirements were built; called from an app's `ready`."""
    _paces[:] = [pace]


def finished_since(product_id: int, day: date) -> list[date]:
    """Give the days on which requirements of a product were built since a day."""
    return _paces[0](product_id, day) if _paces else []


# Gives it by the ids of releases, in a fixed number of queries; empty ones may be left out.
Count = Callable[[Collection[int]], dict[int, Scope]]
_counts: list[Count] = []


def register_scope(count: Count) -> None:
    """Say what is planned for releases; called from an app's `ready`."""
    _counts[:] = [count]


def scopes_of(release_ids: Collection[int]) -> dict[int, Scope]:
    """Give the scope of each of these releases."""
    found = _counts[0](release_ids) if _counts and release_ids else {}
    return {pk: found.get(pk, Scope()) for pk in release_ids}
