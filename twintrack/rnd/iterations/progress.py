"""What apps above tell of the work in iterations, for lists that know nothing of work items."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.models import Iteration


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How much is in an iteration, and how much of it is done."""

    items: int
    done_items: int
    points: Decimal
    done_points: Decimal

    @property
    def percent(self) -> int:
        if self.points:
            return round(100 * self.done_points / self.points)
        return round(100 * self.done_items / self.items) if self.items else 0


Tell = Callable[[Collection[Iteration], User], dict[int, Progress]]
_tellers: list[Tell] = []


def register_progress(tell: Tell) -> None:
    """Tell how far iterations are, by their ids; called from the `ready` of an app above."""
    _tellers.append(tell)


def progress_of(iterations: Collection[Iteration], *, for_user: User) -> dict[int, Progress]:
    """Give how far iterations are, by their ids, where some app knows it."""
    found: dict[int, Progress] = {}
    for tell in _tellers:
        found |= tell(iterations, for_user)
    return found
