"""Rows of the trace matrix, with what stands behind each and where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, Count, Exists, Q, QuerySet, Value, When

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.pool import PoolFilter, list_pool
from twintrack.rnd.tracing.columns import Cell, Column, columns_for

# What is agreed and later: before that nothing has to stand behind it.
TRACED = (
    State.ACCEPTED,
    State.PLANNED,
    State.IN_DEVELOPMENT,
    State.IN_TESTING,
    State.RELEASED,
    State.VALIDATED,
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A requirement with its cells, in the order of the columns."""

    requirement: Requirement
    columns: list[Column]
    cells: list[Cell]

    @property
    def pairs(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.columns, self.cells, strict=True))

    @property
    def holes(self) -> int:
        return sum(bool(each.hole) for each in self.cells)


@dataclass(frozen=True, kw_only=True)
class Holes:
    """How many requirements have nothing in a column, of those that should."""

    column: Column
    holes: int
    total: int

    @property
    def words(self) -> str:
        return str(self.column.sentence) % {"holes": self.holes, "total": self.total}


def list_traced(*, for_user: User, only: PoolFilter, hole: str = "") -> QuerySet[Requirement]:
    """List the requirements of the matrix, in no order yet; `hole` keeps those of one column."""
    if not only.states:
        only = replace(only, states=tuple(state.value for state in TRACED))
    rows = list_pool(for_user=for_user, only=only)
    column = next((each for each in columns_for(for_user) if each.code == hole), None)
    if column is not None:
        rows = rows.filter(state__in=column.missing).exclude(_present(column))
    return rows.select_related("release", "owner", "product")


def fill_rows(requirements: Sequence[Requirement], *, for_user: User) -> list[Row]:
    """Say what stands behind requirements: a fixed number of queries for each column."""
    columns = columns_for(for_user)
    filled = [column.fill(requirements, for_user) for column in columns]
    return [
        Row(
            requirement=each,
            columns=columns,
            cells=[
                cells.get(each.pk) or _nothing(column, each)
                for column, cells in zip(columns, filled, strict=True)
            ],
        )
        for each in requirements
    ]


def count_holes(*, for_user: User, only: PoolFilter) -> list[Holes]:
    """Count the holes of each column in one query, the most first."""
    columns = columns_for(for_user)
    rows = list_traced(for_user=for_user, only=only).order_by()
    wanted = {}
    for column in columns:
        should = Q(state__in=column.missing)
        wanted[f"{column.code}_total"] = Count("pk", filter=should)
        wanted[f"{column.code}_full"] = Count("pk", filter=should & Q(**{f"has_{column.code}": 1}))
    marked = rows.annotate(
        **{
            f"has_{column.code}": Case(When(_present(column), then=Value(1)), default=Value(0))
            for column in columns
        }
    )
    counted = marked.aggregate(**wanted) if columns else {}
    found = [
        Holes(
            column=column,
            total=counted[f"{column.code}_total"],
            holes=counted[f"{column.code}_total"] - counted[f"{column.code}_full"],
        )
        for column in columns
    ]
    return sorted(found, key=lambda each: -each.holes)


def _present(column: Column) -> Exists | Q:
    return column.present()


def _nothing(column: Column, requirement: Requirement) -> Cell:
    return Cell(hole=str(column.missing.get(State(requirement.state), "")))
