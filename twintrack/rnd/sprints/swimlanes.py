"""The rows of the daily board: one for each person, requirement or priority."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.sprints.boards import Column
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

Key = tuple[Any, str]
# A row's columns with their cards.
Row = list[tuple[State, list[WorkItem]]]


def _person(item: WorkItem) -> Key:
    found = item.assignee
    return ((0, found.name), found.name) if found else ((1, ""), _("No one"))


def _requirement(item: WorkItem) -> Key:
    found = item.requirement
    return ((0, found.pk), str(found)) if found else ((1, 0), _("Without a requirement"))


def _priority(item: WorkItem) -> Key:
    return (item.priority, str(Priority(item.priority).label))


LANES: dict[str, Callable[[WorkItem], Key]] = {
    "person": _person,
    "requirement": _requirement,
    "priority": _priority,
}


def split(columns: Sequence[Column], by: str) -> list[tuple[str, Row]]:
    """Part the cards of columns into rows with their names; without a way, one row without one."""
    if by not in LANES:
        return [("", [(column.state, column.cards) for column in columns])]
    found: dict[Key, Row] = {}
    for place, column in enumerate(columns):
        for item in column.cards:
            key = LANES[by](item)
            row = found.setdefault(key, [(each.state, []) for each in columns])
            row[place][1].append(item)
    return [(name, found[order, name]) for order, name in sorted(found)]
