"""
When a delivery will be finished, and whose the days are that it is late by.

A task takes as many working days as were planned. It begins when it is planned to, but not before
all tasks it follows are done and not in the past; days on which it waited are added to it. How late
the whole is counts in working days after the planned finish. Of these, the days that somebody was
waited for on the way to the last task are theirs: the chain of tasks before it, of several the one
that is done last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from twintrack.hub.scheduling.working_days import (
    add_working_days,
    is_working_day,
    working_days_between,
)
from twintrack.sales.deliveries.lifecycle import WaitFor
from twintrack.sales.deliveries.plans import working_day_from

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class TaskDays:
    """What is known of the days of a task that was not dropped."""

    pk: int
    start_on: date
    finish_on: date
    after: tuple[int, ...] = ()
    started_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class WaitDays:
    """A wait from a day up to, but not with, the day on which work went on; of all without task."""

    whom: str
    since: date
    until: date | None = None
    task: int | None = None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """`days_late` and `waited` in working days; `waited` by who was waited for, on the path."""

    finish_on: date
    days_late: int = 0
    waited: Mapping[str, int] = field(default_factory=dict)
    spans: Mapping[int, tuple[date, date]] = field(default_factory=dict)
    path: tuple[int, ...] = ()

    @property
    def customers_days(self) -> int:
        """How many of the days it is late by the customer was waited for."""
        return min(self.days_late, self.waited.get(WaitFor.CUSTOMER, 0))

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def reckon(
    tasks: Sequence[TaskDays],
    waits: Sequence[WaitDays],
    *,
    today: date,
    due_on: date | None,
    accepted_on: date | None = None,
) -> Forecast:
    """Reckon when all is done; what was accepted is finished on that day."""
    spans: dict[int, tuple[date, date]] = {}
    for task in in_order(tasks):
        spans[task.pk] = _span(task, waits, spans, today)
    last = max(spans, key=lambda pk: spans[pk][1], default=None)
    finish_on = spans[last][1] if last is not None else due_on or today
    finish_on = accepted_on or max(finish_on, today)
    path = _path(tasks, last, spans)
    return Forecast(
        finish_on=finish_on,
        days_late=max(0, working_days_between(due_on, finish_on)) if due_on else 0,
        waited=_waited(waits, path, min(today, finish_on)),
        spans=spans,
        path=path,
    )


def in_order(tasks: Sequence[TaskDays]) -> list[TaskDays]:
    """Sort tasks so that each comes after those it follows."""
    left = {task.pk: task for task in tasks}
    sorted_tasks: list[TaskDays] = []
    while left:
        free = [task for task in left.values() if left.keys().isdisjoint(task.after)]
        # Operations refuse circles; should one stand there all the same, nobody waits for ever.
        sorted_tasks.extend(left.pop(task.pk) for task in free or list(left.values()))
    return sorted_tasks


def _span(
    task: TaskDays,
    waits: Sequence[WaitDays],
    spans: Mapping[int, tuple[date, date]],
    today: date,
) -> tuple[date, date]:
    if task.done_on:
        return (min(task.started_on or task.start_on, task.done_on), task.done_on)
    days = max(1, working_days_between(task.start_on - ONE_DAY, task.finish_on))
    own = [each for each in waits if each.task in {None, task.pk}]
    if task.started_on:
        waited = waited_days(own, today, since=task.started_on)
        finish = add_working_days(working_day_from(task.started_on), days - 1 + waited)
        return (task.started_on, max(finish, working_day_from(today)))
    start = max(working_day_from(task.start_on), working_day_from(today))
    if done := [spans[pk][1] for pk in task.after if pk in spans]:
        start = max(start, add_working_days(max(done), 1))
    return (start, add_working_days(start, days - 1))


def waited_days(waits: Collection[WaitDays], today: date, *, since: date | None = None) -> int:
    """Count the working days on which any of them waited, each once; open ones until today."""
    found: set[date] = set()
    for wait in waits:
        day = max(wait.since, since or wait.since)
        end = min(wait.until or today, today)
        while day < end:
            if is_working_day(day):
                found.add(day)
            day += ONE_DAY
    return len(found)


def _path(
    tasks: Sequence[TaskDays], last: int | None, spans: Mapping[int, tuple[date, date]]
) -> tuple[int, ...]:
    before = {task.pk: [pk for pk in task.after if pk in spans] for task in tasks}
    path: list[int] = []
    while last is not None and last not in path:
        path.append(last)
        last = max(before[last], key=lambda pk: spans[pk][1], default=None)
    return tuple(reversed(path))


def _waited(waits: Sequence[WaitDays], path: Collection[int], until: date) -> dict[str, int]:
    on_path = [each for each in waits if each.task is None or each.task in path]
    days = {
        whom.value: waited_days([each for each in on_path if each.whom == whom], until)
        for whom in WaitFor
    }
    return {whom: count for whom, count in days.items() if count}


def runs_in_circle(after: Mapping[int, Collection[int]], start: int) -> bool:
    """Say whether a task would wait for itself, by whatever way."""
    seen: set[int] = set()
    left = list(after.get(start, ()))
    while left:
        at = left.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            left.extend(after.get(at, ()))
    return False
