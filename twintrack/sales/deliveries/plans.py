"""What a template of a delivery holds, and which days that gives from a first day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from twintrack.foundation.bilingual import in_language
from twintrack.hub.scheduling.working_days import add_working_days, is_working_day

ONE_DAY = timedelta(days=1)
LONGEST = 400


@dataclass(frozen=True, kw_only=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def read(self, language: str | None = None) -> str:
        """Give them in a language, the reader's if none is named."""
        return in_language(self.zh, self.en, language)


@dataclass(frozen=True, kw_only=True)
class PlannedTask:
    """
    A task of a template: `days` of working days; `phase` and `after` are places, from 0.

    It begins `gap` working days after all tasks before it are done, or after the delivery began.
    """

    name: Words
    phase: int
    role: str
    days: int
    hours: Decimal = Decimal(0)
    after: tuple[int, ...] = ()
    gap: int = 0
    is_milestone: bool = False


@dataclass(frozen=True, kw_only=True)
class PlannedDeliverable:
    name: Words
    phase: int
    criteria: tuple[Words, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    phases: tuple[Words, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    deliverables: tuple[PlannedDeliverable, ...] = ()


def read_plan(stored: Mapping[str, Any]) -> Plan:
    """Read a plan as `write_plan` wrote it."""
    return Plan(
        phases=tuple(Words(**each) for each in stored.get("phases", ())),
        tasks=tuple(_read_task(each) for each in stored.get("tasks", ())),
        deliverables=tuple(
            PlannedDeliverable(
                name=Words(**each["name"]),
                phase=each["phase"],
                criteria=tuple(Words(**said) for said in each["criteria"]),
            )
            for each in stored.get("deliverables", ())
        ),
    )


def _read_task(stored: Mapping[str, Any]) -> PlannedTask:
    after = stored.get("after")
    # Templates written before tasks could follow several name one place, or none.
    places = () if after is None else (after,) if isinstance(after, int) else tuple(after)
    read = {"name": Words(**stored["name"]), "hours": Decimal(stored["hours"]), "after": places}
    return PlannedTask(**{**stored, **read})


def write_plan(plan: Plan) -> dict[str, Any]:
    """Give a plan as JSON can carry it."""
    written = asdict(plan)
    for task in written["tasks"]:
        task["hours"], task["after"] = str(task["hours"]), list(task["after"])
    for deliverable in written["deliverables"]:
        deliverable["criteria"] = list(deliverable["criteria"])
    return {name: list(rows) for name, rows in written.items()}


def unsound_part(plan: Plan) -> str:
    """Name the first part of a plan that cannot be: phase, task, order, deliverable; or nothing."""
    count = len(plan.phases)
    if not plan.tasks or not all(_is_said(each) for each in plan.phases):
        return "phase" if plan.tasks else "task"
    for place, task in enumerate(plan.tasks):
        if not _is_possible(task, count):
            return "task"
        if not all(0 <= each < place for each in task.after):
            return "order"
    for deliverable in plan.deliverables:
        said = (deliverable.name, *deliverable.criteria)
        if not all(_is_said(each) for each in said) or not 0 <= deliverable.phase < count:
            return "deliverable"
    return ""


def _is_possible(task: PlannedTask, phases: int) -> bool:
    return (
        _is_said(task.name)
        and 0 <= task.phase < phases
        and 1 <= task.days <= LONGEST
        and 0 <= task.gap <= LONGEST
        and 0 <= task.hours <= 10_000
    )


def _is_said(words: Words) -> bool:
    return bool(words.zh.strip() and words.en.strip())


def lay_out(tasks: Sequence[PlannedTask], first: date) -> list[tuple[date, date]]:
    """Give the first and the last day of each task, if the delivery begins on a day."""
    days: list[tuple[date, date]] = []
    for task in tasks:
        if task.after:
            done = max(days[place][1] for place in task.after)
            start = add_working_days(done, 1 + task.gap)
        else:
            start = add_working_days(working_day_from(first), task.gap)
        days.append((start, add_working_days(start, task.days - 1)))
    return days


def working_day_from(day: date) -> date:
    """Give a day if people work on it, else the next one on which they do."""
    while not is_working_day(day):
        day += ONE_DAY
    return day
