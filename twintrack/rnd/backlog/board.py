"""The requirement pool as a board: a column for each part of its life, with sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.pool import PoolFilter, list_pool
from twintrack.ui.boards import STEP

BY_HAND, BY_VALUE = ("rank", "pk"), ("-value_score", "-pk")
LATEST = ("-updated_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: the states it holds, and the one a card takes that is moved here."""

    code: str
    label: str | Promise
    states: tuple[State, ...]
    # What is done is looked at from its newest end.
    is_done: bool = False

    @property
    def to(self) -> State:
        return self.states[0]


COLUMNS = (
    Column(code="review", label=_("To review"), states=(State.PROPOSED, State.UNDER_REVIEW)),
    Column(code="accepted", label=_("Accepted"), states=(State.ACCEPTED,)),
    Column(code="planned", label=_("Planned"), states=(State.PLANNED,)),
    Column(code="in_development", label=_("In development"), states=(State.IN_DEVELOPMENT,)),
    Column(code="in_testing", label=_("In testing"), states=(State.IN_TESTING,)),
    Column(
        code="released",
        label=_("Released"),
        states=(State.RELEASED, State.VALIDATED),
        is_done=True,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A column with its first cards, and how many and how much there is in all."""

    column: Column
    cards: list[Requirement]
    count: int
    revenue: Decimal

    @property
    def has_more(self) -> bool:
        return self.count > len(self.cards)


def read_board(
    *, for_user: User, only: PoolFilter, limits: Mapping[str, int], by_value: bool = False
) -> list[Filled]:
    """Read the columns with as many cards as `limits` says for each code, fifty if nothing."""
    found = list_pool(for_user=for_user, only=only)
    sums = _sums(found)
    filled = [
        Filled(
            column=column,
            cards=list(_cards(found, column, by_value)[: limits.get(column.code, STEP)]),
            count=sum(sums[state][0] for state in column.states if state in sums),
            revenue=sum((sums[state][1] for state in column.states if state in sums), Decimal(0)),
        )
        for column in COLUMNS
    ]
    # Products, owners, milestones and releases are few: each is known already, or read once.
    every = [card for each in filled for card in each.cards]
    recall_related(every, "product", "owner", "milestone", "release")
    return filled


def column_of(requirement: Requirement) -> Column | None:
    """Find the column that a requirement stands in, if it is on the board at all."""
    return next((each for each in COLUMNS if requirement.state in each.states), None)


def _sums(found: QuerySet[Requirement]) -> dict[str, tuple[int, Decimal]]:
    # Of rows, not of ids: these are not in the index that holds the rest.
    summed = found.order_by().values("state").annotate(many=Count("*"), money=Sum("revenue"))
    return {each["state"]: (each["many"], each["money"]) for each in summed}


def _cards(found: QuerySet[Requirement], column: Column, by_value: bool) -> QuerySet[Requirement]:
    order = BY_VALUE if by_value else LATEST if column.is_done else BY_HAND
    rows = found.filter(state__in=column.states).order_by(*order)
    return rows.only(
        "number",
        "title",
        "state",
        "priority",
        "customers_count",
        "revenue",
        "planned_on",
        "product_id",
        "owner_id",
        "milestone_id",
        "release_id",
    )
