"""One's own week as a grid: tasks down, days across, with what is confirmed already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.models import TaskRemaining
from twintrack.sales.delivery_costs.queries.hours import (
    list_confirmed,
    list_entries,
    list_week_tasks,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(kw_only=True)
class HourCell:
    """What somebody worked on a task on a day, in minutes; `error` where it was just refused."""

    task: DeliveryTask
    day: date
    minutes: int = 0
    note: str = ""
    is_locked: bool = False
    typed: str | None = None
    error: str = ""

    @property
    def text(self) -> str:
        if self.typed is not None:
            return self.typed
        return written_hours(self.minutes) if self.minutes else ""


@dataclass(kw_only=True)
class HourRow:
    """A task with its cells, how much of it was worked in the week, and what is left of it."""

    task: DeliveryTask
    cells: list[HourCell]
    is_locked: bool
    remaining: int | None = None
    typed: str | None = None
    error: str = ""

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.cells)

    @property
    def left(self) -> str:
        """How long it still takes, as somebody said."""
        if self.typed is not None:
            return self.typed
        return "" if self.remaining is None else written_hours(self.remaining)


@dataclass(kw_only=True)
class HourGrid:
    """A week of one person."""

    monday: date
    days: list[date]
    rows: list[HourRow] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        return self.monday + WEEK - DAY

    @property
    def totals(self) -> list[int]:
        """The minutes of each day."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        found = [sum(cell.minutes for cell in column) for column in columns]
        return found or [0] * len(self.days)

    @property
    def minutes(self) -> int:
        return sum(self.totals)

    def cell(self, task_id: int, day: date) -> HourCell | None:
        """Find a cell."""
        cells = (each for row in self.rows for each in row.cells)
        return next((each for each in cells if each.task.pk == task_id and each.day == day), None)


def monday_of(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def read_grid(person: User, on: date, *, also: int | None = None) -> HourGrid:
    """Lay out the week of a day for a person; `also` names a task that is to stand there."""
    monday = monday_of(on)
    days = [monday + DAY * n for n in range(7)]
    tasks = list_week_tasks(person, monday, also=also)
    minutes: dict[tuple[int, date], int] = {}
    notes: dict[tuple[int, date], str] = {}
    for entry in list_entries(for_user=person, person=person, since=monday, until=days[-1]):
        key = (entry.task_id, entry.day)
        minutes[key] = minutes.get(key, 0) + entry.minutes
        notes[key] = notes.get(key) or entry.note
    locked = {
        each.delivery_id for each in list_confirmed(for_user=person, person=person, monday=monday)
    }
    left = dict(
        TaskRemaining.objects.filter(task__in=[each.pk for each in tasks]).values_list(
            "task_id", "minutes"
        )
    )
    rows = [
        HourRow(
            task=task,
            remaining=left.get(task.pk),
            is_locked=not task.delivery.is_open,
            cells=[
                HourCell(
                    task=task,
                    day=day,
                    minutes=minutes.get((task.pk, day), 0),
                    note=notes.get((task.pk, day), ""),
                    is_locked=task.delivery_id in locked or not task.delivery.is_open,
                )
                for day in days
            ],
        )
        for task in tasks
    ]
    return HourGrid(monday=monday, days=days, rows=rows)
