"""The daily board of an iteration: columns with limits, and how long cards stay in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from twintrack.algorithms.shares import value_at
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import Team
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import BoardPolicy, Outcome
from twintrack.rnd.sprints.queries import FEW, LOOK_BACK
from twintrack.rnd.sprints.results import NOTHING
from twintrack.rnd.work.events import WorkItemMoved
from twintrack.rnd.work.lifecycle import COLUMNS, UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem

DAY_SECONDS = 86_400


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column with its cards, its limit, and from how many days on a card is old in it."""

    state: State
    cards: list[WorkItem]
    limit: int | None
    old_after: float | None

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def points(self) -> Decimal:
        return sum((each.points or NOTHING for each in self.cards), NOTHING)

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.count > self.limit


def read_columns(
    items: Sequence[WorkItem], *, policy: BoardPolicy, ages: dict[str, float]
) -> list[Column]:
    """Put work into the columns of the board; what was done last comes first in its column."""
    by_state: dict[str, list[WorkItem]] = defaultdict(list)
    for each in items:
        by_state[each.state].append(each)
    by_state[State.DONE].sort(key=lambda each: each.done_at or each.entered_at, reverse=True)
    return [
        Column(
            state=state,
            cards=by_state[state],
            limit=policy.limits.get(state.value),
            old_after=ages.get(state.value),
        )
        for state in COLUMNS
    ]


def age_of(item: WorkItem, now: datetime) -> int:
    """Give for how many days a work item has been in its column."""
    return int((now - item.entered_at).total_seconds() // DAY_SECONDS)


def old_after(team: Team) -> dict[str, float]:
    """
    Give the days after which a card is old, by states: 85 of 100 cards left the column sooner.

    Told by what the team got done in its last iterations; nothing of columns with fewer than five.
    """
    return standing(f"sprints.ages.{team.pk}", lambda: _ages(team), about=("iteration",))


def _ages(team: Team) -> dict[str, float]:
    completed = Iteration.objects.filter(team=team, state=IterationState.COMPLETED)
    latest = list(completed.order_by("-start_on").values_list("pk", flat=True)[:LOOK_BACK])
    done = Outcome.objects.filter(iteration__in=latest, decision=Decision.DONE)
    stays = _stays(set(done.values_list("item_id", flat=True)))
    return {
        state: value_at(days, 0.85)
        for state, days in stays.items()
        if len(days) >= FEW and state in UNDER_WAY
    }


def _stays(item_ids: Collection[int]) -> dict[str, list[float]]:
    """Give how many days work items stayed in each state that they left."""
    concerning = Subject.objects.filter(kind="work_item", object_id__in=item_ids)
    moves = Entry.objects.filter(
        pk__in=concerning.values("entry_id"), kind=WorkItemMoved.kind, about_id__in=item_ids
    )
    since: dict[int, datetime] = {}
    stays: dict[str, list[float]] = defaultdict(list)
    for pk, at, payload in moves.order_by("pk").values_list("about_id", "happened_at", "payload"):
        if pk in since:
            stays[payload["came_from"]].append((at - since[pk]).total_seconds() / DAY_SECONDS)
        since[pk] = at
    return stays
