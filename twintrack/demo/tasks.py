"""What the developers and testers of the made-up company do, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zlib import crc32

from twintrack.demo.cast import Cast
from twintrack.demo.story import Wish
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, WorkItem
from twintrack.rnd.work.operations import Edit, Work

TESTER = "zheng"
# How many days a step rests in each state before it goes on, the shortest and what may be added.
PACE = ((State.IN_PROGRESS, 2, 4), (State.IN_REVIEW, 1, 3), (State.IN_TESTING, 1, 2))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One piece of the work on a requirement."""

    key: str
    title: tuple[str, str]
    kind: Kind
    points: int
    hours: int
    by: tuple[str, ...]


STEPS = (
    Step(
        key="design",
        title=("方案与接口设计", "Design and interfaces"),
        kind=Kind.TASK,
        points=2,
        hours=12,
        by=("chen", "zhou"),
    ),
    Step(
        key="build",
        title=("主体实现", "Build the main part"),
        kind=Kind.STORY,
        points=5,
        hours=32,
        by=("zhou", "tang", "fang"),
    ),
    Step(
        key="edges",
        title=("边界与异常处理", "Limits and faults"),
        kind=Kind.TASK,
        points=3,
        hours=16,
        by=("tang", "zhou", "fang"),
    ),
    Step(
        key="manual",
        title=("手册与参数表", "Manual and parameters"),
        kind=Kind.TASK,
        points=1,
        hours=6,
        by=("fang", "tang"),
    ),
    Step(
        key="bench",
        title=("台架与回归测试", "Bench and regression tests"),
        kind=Kind.TASK,
        points=3,
        hours=20,
        by=(TESTER,),
    ),
)
LAST = len(STEPS) - 1


def follow(cast: Cast) -> None:
    """Write into the diary what is done for each requirement, and the defects besides."""
    for wish in cast.teller.wishes():
        if "planned" in wish.states or "in_development" in wish.states:
            _plan(cast, wish)
    for told in cast.teller.read("tasks")["defects"]:
        _repair(cast, told)


def _chance(*words: str, of: int) -> int:
    return crc32("/".join(words).encode()) % of


def _plan(cast: Cast, wish: Wish) -> None:
    begins = wish.states.get("in_development")
    planned = max(wish.states.get("planned", 0), begins or 0)
    cast.diary.on(planned, 9.1, partial(_write_down, cast, wish))
    if begins is None:
        return
    tested, released = wish.states.get("in_testing"), wish.states.get("released")
    # Each step of the development has its share of the days until testing, or until today.
    until = tested if tested is not None else -12
    for place, step in enumerate(STEPS):
        if place == LAST:
            start, end = (tested, released) if tested is not None else (None, None)
        else:
            share = (begins - until) / LAST
            start, end = round(begins - place * share), round(begins - (place + 1) * share)
        if start is not None and start > 0:
            _work(cast, (wish.key, step.key), start, end)


def _write_down(cast: Cast, wish: Wish, at: datetime) -> None:
    requirement = cast.requirements[wish.key]
    requirement.refresh_from_db()
    works = []
    for step in STEPS:
        by = step.by[_chance(wish.key, step.key, of=len(step.by))]
        values: dict[str, Any] = {
            "requirement": requirement,
            "assignee": cast.staff[by],
            "points": Decimal(step.points + _chance(wish.key, step.key, "points", of=3)),
            "estimate_hours": Decimal(step.hours),
            "priority": wish.priority,
            "module": cast.modules.get((wish.product, wish.module)),
        }
        title = (
            f"{wish.title}{'：' if cast.teller.is_chinese else ': '}{cast.teller.of(step.title)}"
        )
        works.append(Work(product=requirement.product, title=title, kind=step.kind, values=values))
    items = work.add_all(works=works, by=cast.staff["chen"], at=at)
    for step, item in zip(STEPS, items, strict=True):
        cast.work[wish.key, step.key] = item


def _work(cast: Cast, key: tuple[str, str], start: int, end: int | None) -> None:
    """Let a piece of work go through its states, from `start` days ago to `end` days ago."""
    ago = start
    for state, shortest, more in PACE:
        if ago <= 0 or (end is not None and ago <= end):
            break
        cast.diary.on(ago, 10.2, partial(_move, cast, key, state), key="/".join(key))
        ago -= shortest + _chance(*key, state, of=more + 1)
    if end is not None and end > 0:
        cast.diary.on(end, 17.4, partial(_move, cast, key, State.DONE), key="/".join(key))


def _move(cast: Cast, key: tuple[str, str], to: State, at: datetime) -> None:
    item = _fresh(cast, key)
    if item.state == to:
        return
    by = item.assignee or cast.staff["chen"]
    if to == State.DONE and item.kind == Kind.DEFECT:
        by = cast.staff[TESTER]
    cast.work[key] = work.move(item=item, to=to, by=by, at=at)
    hours = item.remaining_hours
    if to == State.IN_REVIEW and hours:
        edit = Edit(field="remaining_hours", value=hours / 4)
        work.change(item=cast.work[key], edits=[edit], by=by, at=at)


def _fresh(cast: Cast, key: tuple[str, str]) -> WorkItem:
    item = cast.work[key]
    item.refresh_from_db()
    return item


def _repair(cast: Cast, told: dict[str, Any]) -> None:
    cast.diary.on(told["ago"], 11.3, partial(_find, cast, told), key=told["key"])
    key = ("defect", told["key"])
    if "begun" in told:
        _work(cast, key, told["begun"], told.get("done"))
    if "reopened" in told:
        act = partial(_move, cast, key, State.IN_PROGRESS)
        cast.diary.on(told["reopened"], 10.5, act, key=told["key"])
    if "blocked" in told:
        ago, reason = told["blocked"]
        cast.diary.on(ago, 14.1, partial(_block, cast, key, reason), key=told["key"])


def _find(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    product = cast.products[told["of"]]
    versions = [each for each in cast.versions[told["of"]] if each.released_on]
    values: dict[str, Any] = {
        "description": cast.teller.of(told["steps"]),
        "module": cast.modules.get((told["of"], told["module"])),
        "requirement": cast.requirements.get(told.get("for", "")),
        "assignee": cast.staff[told["given"]] if "given" in told else None,
        "points": Decimal(told.get("points", 2)),
        "estimate_hours": Decimal(8),
        "priority": told["priority"],
        "severity": told["severity"],
        "environment": cast.teller.of(told["where"]),
        "is_escaped": told.get("escaped", False),
        "found_in": versions[-1] if versions else None,
    }
    found = Work(
        product=product, title=cast.teller.of(told["title"]), kind=Kind.DEFECT, values=values
    )
    cast.work["defect", told["key"]] = work.add(work=found, by=cast.staff[told["by"]], at=at)


def _block(cast: Cast, key: tuple[str, str], reason: list[str], at: datetime) -> None:
    item = _fresh(cast, key)
    work.block(
        item=item, reason=cast.teller.of(reason), by=item.assignee or cast.staff["chen"], at=at
    )
