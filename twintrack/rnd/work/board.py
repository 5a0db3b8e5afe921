"""Work as a board: a column for each state, with how much is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Prefetch, QuerySet, Sum, prefetch_related_objects

from twintrack.foundation.memory.recalling import recall_related
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.work.lifecycle import COLUMNS, State
from twintrack.rnd.work.models import IS_OPEN, WorkItem
from twintrack.ui.boards import STEP

# So many days what was done stays on boards.
RECENT = timedelta(days=14)
# What cards show, and what parts them into swimlanes: a column read is a column paid for.
SHOWN = (
    "number",
    "kind",
    "title",
    "product",
    "project",
    "requirement",
    "state",
    "priority",
    "assignee",
    "points",
    "due_on",
    "blocked_at",
    "blocked_reason",
    "entered_at",
)
NAME = ("number", "title")
BY_HAND, LATEST = ("rank", "pk"), ("-done_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A column with its first cards, and how many and how many points there are in all."""

    state: State
    cards: list[WorkItem]
    count: int
    points: Decimal

    @property
    def has_more(self) -> bool:
        return self.count > len(self.cards)


def read_board(
    found: QuerySet[WorkItem], *, limits: Mapping[str, int], at: datetime
) -> list[Filled]:
    """
    Read the columns of some work with as many cards each as `limits` says, fifty if nothing.

    What is open stands there, and what was done within `RECENT` before `at`.
    """
    # Asked for apart: one condition for both is served by no index.
    open_work = found.filter(IS_OPEN)
    done = found.filter(state=State.DONE, done_at__gte=at - RECENT)
    sums = _sums(open_work) | _sums(done)
    filled = [
        Filled(
            state=state,
            cards=list(
                (done if state == State.DONE else open_work.filter(state=state))
                .order_by(*(LATEST if state == State.DONE else BY_HAND))
                .only(*SHOWN)[: limits.get(state, STEP)]
            )
            if state in sums
            else [],
            count=sums.get(state, (0,))[0],
            points=sums[state][1] if state in sums else Decimal(0),
        )
        for state in COLUMNS
    ]
    cards = [card for each in filled for card in each.cards]
    recall_related(cards, "product", "project", "assignee")
    prefetch_related_objects(cards, Prefetch("requirement", Requirement.objects.only(*NAME)))
    return filled


def _sums(rows: QuerySet[WorkItem]) -> dict[str, tuple[int, Decimal]]:
    summed = rows.order_by().values("state").annotate(many=Count("*"), sum=Sum("points"))
    return {each["state"]: (each["many"], each["sum"] or Decimal(0)) for each in summed}
