"""
What apps above do when an iteration starts, ends or is cancelled, in the same transaction.

Iterations know nothing of the work in them: whoever does hangs in here from `ready`. It may refuse
the turn, as long as something has to be decided first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration


@dataclass(frozen=True, kw_only=True)
class Turn:
    """An iteration that is about to come to another state, by whom and when."""

    iteration: Iteration
    to: IterationState
    by: User
    at: datetime
    caused_by: Entry | None


_takers: dict[IterationState, list[Callable[[Turn], None]]] = {}


def register_turn(to: IterationState, take: Callable[[Turn], None]) -> None:
    """Call this whenever an iteration comes to a state; a refusal that it raises stops the turn."""
    _takers.setdefault(to, []).append(take)


def take_turn(turn: Turn) -> None:
    """Let everybody who asked for it do what the turn means to them."""
    for take in _takers.get(turn.to, ()):
        take(turn)
