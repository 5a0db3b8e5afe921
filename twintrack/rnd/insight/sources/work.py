"""Work items with their states, and iterations with what they began and ended with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from twintrack.analytics.lives import Turn, life
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
    teams_of_people,
)
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.work.models import WorkItem

ADDED, MOVED, CHANGED = "work_item.added", "work_item.moved", "work_item.changed"
BLOCKED, UNBLOCKED = "work_item.blocked", "work_item.unblocked"
TURNS = (MOVED, BLOCKED, UNBLOCKED)
CLOSED = {"done", "cancelled"}
FACTS = (
    "pk",
    "created_at",
    "product_id",
    "module_id",
    "iteration__team_id",
    "assignee_id",
    "kind",
    "state",
    "points",
    "defect__severity",
    "defect__is_escaped",
)
Told = tuple[str, dict[str, Any], datetime]


def _told(ids: Iterable[int], kinds: Sequence[str]) -> dict[int, list[Told]]:
    """Read what the ledger tells of items, in the order in which it happened."""
    found: dict[int, list[Told]] = defaultdict(list)
    for some in in_turns(list(ids)):
        entries = Entry.objects.filter(
            about_kind="work_item",
            subjects__kind="work_item",
            subjects__object_id__in=some,
            kind__in=kinds,
        ).order_by("happened_at", "pk")
        rows = entries.values_list("about_id", "kind", "payload", "happened_at")
        for pk, kind, payload, at in rows.distinct():
            found[pk].append((kind, payload, at))
    return found


def _meant(told: Sequence[Told]) -> list[Told]:
    """Leave out moves that were taken back at once as mistakes, with what took them back."""
    kept: list[Told] = []
    for each in told:
        kind, payload, _at = each
        last = next((n for n, it in reversed(list(enumerate(kept))) if it[0] == MOVED), None)
        if kind == MOVED and payload.get("is_undo") and last is not None:
            mistake = kept[last][1]
            if (mistake["came_from"], mistake["to"]) == (payload["to"], payload["came_from"]):
                del kept[last]
                continue
        kept.append(each)
    return kept


def _turn(told: Told) -> Turn:
    kind, payload, at = told
    if kind == MOVED:
        return Turn(
            at,
            payload["to"],
            reopens=payload.get("reopened", False),
            takes_back=payload.get("taken_back", False),
        )
    return Turn(at, is_blocked=kind == BLOCKED)


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("work_item")):
        months |= months_in(WorkItem.objects.filter(pk__in=ids), "created_at")
    return Changed(months)


def _every() -> Changed:
    return Changed(months_in(WorkItem.objects.all(), "created_at"))


def _rows(month: str) -> Rows:
    start, end = span(month)
    found = list(
        WorkItem.objects.filter(created_at__gte=start, created_at__lt=end).values_list(*FACTS)
    )
    told, teams = _told([row[0] for row in found], TURNS), teams_of_people()
    rows: Rows = {"items": [], "stays": [], "reopenings": []}
    for pk, created, product, module, team, who, kind, state, points, severity, escaped in found:
        of = (product, [module] if module else [], team or teams.get(who), who)
        turns = [_turn((k, p, local(at))) for k, p, at in _meant(told[pk])]
        lived = life(local(created), turns)
        rows["items"].append(
            (
                pk,
                local(created),
                *of,
                kind,
                state,
                lived.started_at,
                lived.done_at,
                lived.active_days,
                lived.total_days,
                float(points) if points is not None else None,
                severity,
                bool(escaped),
            )
        )
        if kind == "epic":
            continue
        rows["stays"] += [
            (pk, stay.since, *of, stay.state, stay.until, lived.started_at) for stay in lived.stays
        ]
        rows["reopenings"] += [(pk, at, *of) for at in lived.reopened]
    return rows


def _changed_iterations(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("iteration")):
        months |= months_in(Iteration.objects.filter(pk__in=ids), "planned_at")
    return Changed(months)


def _every_iteration() -> Changed:
    return Changed(months_in(Iteration.objects.all(), "planned_at"))


def _rows_of_iterations(month: str) -> Rows:
    start, end = span(month)
    ended = Iteration.objects.filter(
        planned_at__gte=start,
        planned_at__lt=end,
        started_at__isnull=False,
        ended_at__isnull=False,
        state="completed",
    )
    return {"iterations": [row for each in ended if (row := _ended(each))]}


def _ended(iteration: Iteration) -> tuple[Any, ...] | None:
    """Count what an iteration began with, and what of it and of all it held was done."""
    assert iteration.started_at is not None
    assert iteration.ended_at is not None
    ids = _ever_in(iteration)
    told = _told(ids, (ADDED, CHANGED, MOVED))
    begun = {pk for pk in ids if _held(told[pk], iteration, iteration.started_at, until_end=False)}
    kept = {pk for pk in ids if _held(told[pk], iteration, iteration.ended_at, until_end=True)}
    done = {pk for pk in ids if _state(told[pk], iteration.ended_at) == "done"}
    given_up = {pk for pk in ids if _state(told[pk], iteration.ended_at) == "cancelled"}
    finished = {pk for pk in begun if _state(told[pk], iteration.started_at) in CLOSED}
    committed = begun - finished
    carried = kept - done - given_up
    return (
        iteration.pk,
        local(iteration.ended_at),
        None,
        [],
        iteration.team_id,
        None,
        float(len(committed)),
        float(len(committed & done)),
        float(len(carried)),
        float(len(kept - given_up)),
    )


def _ever_in(iteration: Iteration) -> set[int]:
    """Give the ids of all items that were in an iteration at some time, as the ledger tells."""
    now = set(WorkItem.objects.filter(iteration=iteration).values_list("pk", flat=True))
    told = Entry.objects.filter(
        kind__in=(ADDED, CHANGED, MOVED),
        happened_at__gte=iteration.planned_at,
        happened_at__lte=iteration.ended_at,
    ).values_list("about_id", "kind", "payload")
    for pk, kind, payload in told.iterator():
        if kind == CHANGED:
            moves = [each for each in payload["changes"] if each["field"] == "iteration"]
            is_in = any(iteration.pk in (each["came_from"], each["to"]) for each in moves)
        else:
            is_in = payload.get("iteration_id") == iteration.pk
        if is_in:
            now.add(pk)
    return now


def _held(told: Sequence[Told], iteration: Iteration, at: datetime, *, until_end: bool) -> bool:
    """Say whether an item was in an iteration at a time; what ends it moves things out of it."""
    place: int | None = None
    for kind, payload, when in told:
        if when > at or (until_end and when == at):
            break
        if kind == ADDED:
            place = payload.get("iteration_id")
        elif kind == CHANGED:
            for change in payload["changes"]:
                if change["field"] == "iteration":
                    place = change["to"]
    return place == iteration.pk


def _state(told: Sequence[Told], at: datetime) -> str:
    state = "todo"
    for kind, payload, when in told:
        if when <= at and kind == MOVED:
            state = payload["to"]
    return state


WORK = Source("work", ("items", "stays", "reopenings"), ("work_item",), _changed, _every, _rows)
ITERATIONS = Source(
    "iterations",
    ("iterations",),
    ("iteration",),
    _changed_iterations,
    _every_iteration,
    _rows_of_iterations,
)
