"""Who waits for milestones, and for how much: an app above knows it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many customers wait for a milestone, and their open amounts in the base currency."""

    customers: int
    amount: Decimal


# Gives it by the ids of milestones, in a fixed number of queries and at the rates of a day; those
# nobody waits for are left out.
Count = Callable[[Collection[int], date], dict[int, Waiting]]
_counts: list[Count] = []


def register_waiting(count: Count) -> None:
    """Say who waits for milestones; called from an app's `ready`."""
    _counts[:] = [count]


def waiting_for(milestone_ids: Collection[int], *, on: date) -> dict[int, Waiting]:
    """Give who waits for each of these milestones, their amounts at the rates of a day."""
    return _counts[0](milestone_ids, on) if _counts else {}
