"""What the control team did in its iterations, day by day, and what it said at their ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.demo.iterations import DAYS, LEAD, RUNNING, TEAM, start_of
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.rnd.sprints import operations as sprints
from twintrack.rnd.sprints.lifecycle import Decision, Lane
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit, Work

PRODUCT = "h3"
LIMITS = {"in_progress": 3, "in_review": 2, "in_testing": 2}
WAY = (State.IN_PROGRESS, State.IN_REVIEW, State.IN_TESTING)


def follow(cast: Cast) -> None:
    """Write the work of all iterations into the diary."""
    cast.diary.on(90, 9.7, partial(_limit, cast))
    for n, told in enumerate(cast.teller.read("iterations")["iterations"]):
        start = start_of(cast, n)
        planned = max((cast.diary.today - start).days + 2, 1)
        cast.diary.on(planned, 16, partial(_write_down, cast, n, told["items"]))
        for item in told["items"]:
            _work(cast, n, start, item)
        if n < RUNNING:
            ended = (cast.diary.today - start).days - DAYS + 1
            cast.diary.on(ended, 17.9, partial(_close, cast, n, told))
            cast.diary.on(ended, 18.2, partial(_look_back, cast, n, told))


def _limit(cast: Cast, at: datetime) -> None:
    team, by = cast.teams[TEAM], cast.staff[LEAD]
    sprints.set_policy(team=team, limits=LIMITS, is_firm=False, by=by, at=at)


def _write_down(cast: Cast, n: int, items: list[dict[str, Any]], at: datetime) -> None:
    """Write down what is planned; what comes in later is written down then."""
    planned = [each for each in items if "added" not in each]
    _add(cast, n, planned, at)


def _add(cast: Cast, n: int, items: list[dict[str, Any]], at: datetime) -> None:
    works = [_told(cast, n, each) for each in items]
    made = work.add_all(works=works, by=cast.staff[LEAD], at=at)
    for each, item in zip(items, made, strict=True):
        cast.work["iteration", each["key"]] = item


def _told(cast: Cast, n: int, item: dict[str, Any]) -> Work:
    values: dict[str, Any] = {
        "requirement": cast.requirements.get(item.get("of", "")),
        "assignee": cast.staff[item["by"]],
        "points": Decimal(item["points"]),
        "estimate_hours": Decimal(item["hours"]),
        "iteration": cast.iterations[n],
    }
    return Work(
        product=cast.products[PRODUCT],
        title=cast.teller.of(item["title"]),
        kind=item["kind"],
        values={name: value for name, value in values.items() if value is not None},
    )


def _work(cast: Cast, n: int, start: date, item: dict[str, Any]) -> None:
    """Let one piece of work come in, go through its states and, where it was, be done."""
    key, first = item["key"], item.get("added", 1)
    if "added" in item:
        _on(cast, _day(start, first), 10.1, partial(_add, cast, n, [item]))
    if "done" in item:
        day = _day(start, item["done"])
        begun = max(_day(start, first), add_working_days(day, -3))
        _on(cast, begun, 10.4, partial(_move, cast, key, State.IN_PROGRESS))
        _on(cast, max(begun, add_working_days(day, -1)), 15.2, partial(_move, cast, key, WAY[1]))
        _on(cast, day, 17.1, partial(_move, cast, key, State.DONE))
    elif "left" in item:
        _on(cast, _day(start, first + 3), 11.2, partial(_move, cast, key, State.IN_PROGRESS))
        if item["left"] == "next":
            done = _day(start + timedelta(days=DAYS), 2)
            _on(cast, done, 17.2, partial(_move, cast, key, State.DONE))
    elif item["state"] != "todo":
        _stand(cast, item)


def _stand(cast: Cast, item: dict[str, Any]) -> None:
    """Bring work of the running iteration to where it stands now, so many days ago."""
    key, since = item["key"], item["since"]
    way = WAY[: WAY.index(State(item["state"])) + 1]
    for place, state in enumerate(way):
        cast.diary.on(since, 10.4 + place, partial(_move, cast, key, state))
    if "blocked" in item:
        ago, reason = item["blocked"]
        cast.diary.on(ago, 14.4, partial(_block, cast, key, reason))


def _on(cast: Cast, day: date, hour: float, act: Any) -> None:
    ago = (cast.diary.today - day).days
    if ago > 0:
        cast.diary.on(ago, hour, act)


def _day(start: date, place: int) -> date:
    """Give the n-th working day of an iteration."""
    return add_working_days(add_working_days(start, -1), place)


def _fresh(cast: Cast, key: str) -> WorkItem:
    item = cast.work["iteration", key]
    item.refresh_from_db()
    return item


def _move(cast: Cast, key: str, to: State, at: datetime) -> None:
    item = _fresh(cast, key)
    if item.state == to:
        return
    by = item.assignee or cast.staff[LEAD]
    item = work.move(item=item, to=to, by=by, at=at)
    if to == State.IN_REVIEW and item.remaining_hours:
        edit = Edit(field="remaining_hours", value=item.remaining_hours / 4)
        work.change(item=item, edits=[edit], by=by, at=at)


def _block(cast: Cast, key: str, reason: list[str], at: datetime) -> None:
    item = _fresh(cast, key)
    by = item.assignee or cast.staff[LEAD]
    work.block(item=item, reason=cast.teller.of(reason), by=by, at=at)


def _close(cast: Cast, n: int, told: dict[str, Any], at: datetime) -> None:
    backlog = {
        cast.work["iteration", each["key"]].pk
        for each in told["items"]
        if each.get("left") == "backlog"
    }
    iteration = cast.iterations[n]
    iteration.refresh_from_db()
    sprints.close_iteration(
        iteration=iteration,
        decisions=dict.fromkeys(backlog, Decision.BACKLOG),
        others=Decision.NEXT,
        by=cast.staff[LEAD],
        at=at,
    )


def _look_back(cast: Cast, n: int, told: dict[str, Any], at: datetime) -> None:
    iteration = cast.iterations[n]
    sprints.note_review(
        iteration=iteration,
        before="",
        notes=cast.teller.of(told["review"]),
        by=cast.staff[LEAD],
        at=at,
    )
    lanes = (
        (Lane.WELL, told["well"]),
        (Lane.IMPROVE, told["improve"]),
        (Lane.ACTION, told["actions"]),
    )
    for lane, said in lanes:
        for text, by, voters, *days in said:
            author = cast.staff[by]
            note = sprints.write_note(
                iteration=iteration, lane=lane, text=cast.teller.of(text), by=author, at=at
            )
            for voter in voters:
                sprints.vote(note=note, is_for=True, by=cast.staff[voter], at=at)
            if days and days[0]:
                item = sprints.take_up(
                    note=note,
                    product=cast.products[PRODUCT],
                    assignee=author,
                    by=author,
                    at=at,
                )
                cast.work["iteration", f"action-{note.pk}"] = item
                done = _day(start_of(cast, n + 1), days[0])
                _on(cast, done, 16.4, partial(_move, cast, f"action-{note.pk}", State.DONE))
