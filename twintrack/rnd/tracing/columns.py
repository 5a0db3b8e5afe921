"""
The columns of the trace matrix: what may stand behind a requirement.

Apps register theirs from `ready`; each says in one query for how many rows it likes what stands
there, and in the states of which requirements nothing is a hole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Q
from django.utils.functional import Promise

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement


@dataclass(frozen=True, kw_only=True)
class Cell:
    """
    What stands behind a requirement: how much, and in words how it stands.

    `tone` is ok, warn, bad or nothing; `url` opens what is counted; `hole` says why nothing there
    is one too few.
    """

    count: int = 0
    words: str = ""
    tone: str = ""
    url: str = ""
    hole: str = ""


# Gives the cells by the ids of requirements; rows without anything may be left out.
Fill = Callable[[Sequence[Requirement], User], dict[int, Cell]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    A column: its heading, what makes it full, and when nothing is a hole.

    `present` is true for requirements that have something; `missing` gives the reason of the hole
    by the state of the requirement; `sentence` tells `holes` of `total`.
    """

    code: str
    label: str | Promise
    present: Callable[[], Exists | Q]
    fill: Fill
    missing: dict[State, str | Promise]
    sentence: str | Promise
    may_see: Callable[[User], bool] = lambda _user: True
    place: int = 100


_columns: dict[str, Column] = {}


def register_column(column: Column) -> None:
    """Add a column to the matrix; called while the apps start."""
    _columns[column.code] = column


def columns_for(user: User) -> list[Column]:
    """List the columns that a person may see, in their order."""
    seen = [each for each in _columns.values() if each.may_see(user)]
    return sorted(seen, key=lambda each: (each.place, each.code))
