"""
What apps above have to say before a person moves work: a team may refuse more of it in a state.

Work items know nothing of boards: whoever does hangs in here from `ready`. What hosts tell of work
as a fact, and what is taken back, nobody is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

# Gives why not, by the ids of the work items that may not come to a state.
Judge = Callable[[Sequence[WorkItem], State], dict[int, Refusal]]
_judges: list[Judge] = []


def register_limit(judge: Judge) -> None:
    """Ask this whenever people move work; it is asked before the work items are held."""
    _judges.append(judge)


def refusals_of(items: Sequence[WorkItem], to: State, *, by: User) -> dict[int, Refusal]:
    """Say which work items may not come to a state now, and why."""
    moved = [each for each in items if to in each.next_states]
    if by.is_service or not moved:
        return {}
    return {pk: why for judge in _judges for pk, why in judge(moved, to).items()}
