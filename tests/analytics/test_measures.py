"""Every measure, counted again in plain Python over random histories."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import zip_longest
from statistics import median
from typing import Any

import pytest

from tests.factories.measured import FIRST, NOW, Tables, history
from twintrack.algorithms.control import Kind
from twintrack.analytics.cells import (
    WEEK,
    Library,
    Scope,
    cell_sql,
    monday_of,
    month_of,
)
from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.lives import UNDER_WAY, Turn
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.store import CELLS, Parts, Store
from twintrack.analytics.tables import TABLES

Found = tuple[datetime, dict[str, Any], float, float]


def days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 86400


def walked(turns: list[Turn], created: datetime) -> list[tuple[str, datetime, datetime | None]]:
    moves = [("todo", created), *((each.state, each.at) for each in turns if each.state)]
    ends = [at for _state, at in moves[1:]]
    return [(state, at, end) for (state, at), end in zip(moves, [*ends, None], strict=True)]


def own_life(item: dict[str, Any], turns: list[Turn]) -> dict[str, Any]:
    """Say again when an item began and ended, and how long it was active, second by second."""
    stays = walked(turns, item["moment"])
    began = [at for state, at, _end in stays if state in UNDER_WAY]
    done = stays[-1][1] if stays[-1][0] == "done" else None
    spans, blocked_since = [], None
    for turn in turns:
        if turn.is_blocked:
            blocked_since = turn.at if blocked_since is None else blocked_since
        elif blocked_since and (turn.is_blocked is False or turn.state in {"done", "cancelled"}):
            spans.append((blocked_since, turn.at))
            blocked_since = None
    if blocked_since:
        spans.append((blocked_since, NOW))
    active = 0.0
    for state, at, end in stays:
        if state == "in_progress" and end:
            held = sum(max(days(max(a, at), min(b, end)), 0) for a, b in spans)
            active += days(at, end) - held
    has_cycle = done and began
    moves = [each for each in turns if each.state]
    kept = [
        each.at
        for each, after in zip_longest(moves, moves[1:])
        if each.reopens and not (after and after.takes_back)
    ]
    return {
        "done": done,
        "total": days(began[0], done) if done and began else None,
        "active": active if has_cycle else None,
        "began": began[0] if began else None,
        "stays": stays,
        "reopened": kept,
    }


def again(code: str, rows: Tables, turns_of: list[Any]) -> list[Found]:
    """Give the observations of a measure: when, of what, part and whole."""
    lives = [(item, own_life(item, turns)) for item, turns in turns_of]
    plain = [(item, lived) for item, lived in lives if item["kind"] != "epic"]
    points = {each["id"]: each["points"] for each in rows["items"]}
    escaped = {each["id"]: each["is_escaped"] for each in rows["items"]}
    done = [(item, lived) for item, lived in plain if lived["done"]]
    sundays = [
        min(FIRST - timedelta(days=2) + WEEK * (turn + 1) - timedelta(microseconds=1), NOW)
        for turn in range(22)
    ]

    def standing(states: set[str]) -> list[Found]:
        return [
            (end, item, days(lived["began"], end) if lived["began"] else -1.0, 1.0)
            for end in sundays
            for item, lived in plain
            for state, at, until in lived["stays"]
            if state in states and at <= end and (until is None or until > end)
        ]

    if code.startswith("standing_"):
        return [(at, item, 1.0, 1.0) for at, item, _age, _one in standing({code[9:]})]
    if code.startswith("spent_"):
        return [
            (until, item, days(at, until), 1.0)
            for item, lived in plain
            for state, at, until in lived["stays"]
            if state == code[6:] and until
        ]
    simple: dict[str, Any] = {
        "cycle_time": lambda: [
            (v["done"], i, v["total"], 1.0) for i, v in done if v["total"] is not None
        ],
        "flow_efficiency": lambda: [
            (v["done"], i, v["active"], v["total"]) for i, v in done if v["total"]
        ],
        "throughput": lambda: [(v["done"], i, 1.0, 1.0) for i, v in done],
        "wip": lambda: [(at, i, 1.0, 1.0) for at, i, _age, _one in standing(set(UNDER_WAY))],
        "wip_age": lambda: [each for each in standing(set(UNDER_WAY)) if each[2] >= 0],
        "reopen_rate": lambda: (
            [(v["done"], i, 0.0, 1.0) for i, v in done]
            + [(at, i, 1.0, 0.0) for i, v in plain for at in v["reopened"]]
        ),
        "defect_rate": lambda: (
            [(i["moment"], i, 1.0, 0.0) for i, _v in plain if i["kind"] == "defect"]
            + [
                (v["done"], i, 0.0, points[i["id"]] / 100)
                for i, v in done
                if i["kind"] != "defect" and points[i["id"]]
            ]
        ),
        "defect_rate_installed": lambda: (
            [(i["moment"], i, 1.0, 0.0) for i, _v in plain if i["kind"] == "defect"]
            + [(e["moment"], e, 0.0, e["active"] / 1000) for e in rows["installed"] if e["active"]]
        ),
        "escaped_rate": lambda: [
            (i["moment"], i, float(escaped[i["id"]]), 1.0)
            for i, _v in plain
            if i["kind"] == "defect"
        ],
        "predictability": lambda: [
            (e["moment"], e, e["done"], e["committed"])
            for e in rows["iterations"]
            if e["committed"]
        ],
        "carry_over": lambda: [
            (e["moment"], e, e["carried"], e["held"]) for e in rows["iterations"]
        ],
        "pass_rate": lambda: [
            (e["moment"], e, e["passed"], e["passed"] + e["failed"])
            for e in rows["runs"]
            if e["passed"] + e["failed"]
        ],
        "flaky_rate": lambda: [
            (e["moment"], e, e["flaky"], e["passed"] + e["failed"] + e["flaky"])
            for e in rows["runs"]
            if e["passed"] + e["failed"] + e["flaky"]
        ],
        "changed_coverage": lambda: [
            (e["moment"], e, e["covered_lines"], e["changed_lines"])
            for e in rows["runs"]
            if e["changed_lines"]
        ],
        "build_success": lambda: [
            (e["moment"], e, float(e["has_passed"]), 1.0) for e in rows["builds"]
        ],
        "commit_frequency": lambda: [(e["moment"], e, 1.0, 1.0) for e in rows["commits"]],
        "review_lead_time": lambda: [
            (e["first_review_at"], e, 24 * days(e["moment"], e["first_review_at"]), 1.0)
            for e in rows["pulls"]
            if e["first_review_at"]
        ],
        "deployment_frequency": lambda: [(e["moment"], e, 1.0, 1.0) for e in rows["deployments"]],
        "change_lead_time": lambda: [
            (e["moment"], e, age, 1.0) for e in rows["deployments"] for age in e["ages"]
        ],
        "change_failure_rate": lambda: [
            (e["moment"], e, float(e["is_failure"]), 1.0) for e in rows["deployments"]
        ],
        "recovery_time": lambda: [
            (e["restored_at"], e, 24 * days(e["failed_at"], e["restored_at"]), 1.0)
            for e in rows["deployments"]
            if e["restored_at"]
        ],
        "requirement_lead_time": lambda: [
            (e["released_at"], e, days(e["moment"], e["released_at"]), 1.0)
            for e in rows["requirements"]
            if e["released_at"]
        ],
        "requirement_throughput": lambda: [
            (e["released_at"], e, 1.0, 1.0) for e in rows["requirements"] if e["released_at"]
        ],
        "rejection_rate": lambda: [
            (e["moment"], e, float(e["decision"] == "rejected"), 1.0)
            for e in rows["decisions"]
            if e["decision"] != "deferred"
        ],
        "requirement_churn": lambda: [(e["moment"], e, 1.0, 1.0) for e in rows["changes"]],
    }
    found: list[Found] = simple[code]()
    return found


@pytest.fixture(scope="module", params=[1, 2])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Library, Tables, list[Any]]:
    """Write a random history into a store, a part for each half of the rows."""
    rows, turns = history(request.param)
    engine, store = Duck(), Store(tmp_path_factory.mktemp("measures"))
    files: dict[str, dict[str, str]] = {}
    for table, lines in rows.items():
        for half, part in enumerate((lines[::2], lines[1::2])):
            name = store.name(table, f"2026-0{half + 1}", 1)
            cells = [tuple(line[key] for key in TABLES[table]) for line in part]
            engine.write_rows(store.path(name), TABLES[table], cells)
            files.setdefault(table, {})[f"2026-0{half + 1}"] = name
    tables = {name: [store.path(each) for each in files[name].values()] for name in files}
    files[CELLS] = {}
    for month in sorted({month_of(FIRST.date() + WEEK * n) for n in range(22)} | {"2026-06"}):
        name = store.name(CELLS, month, 1)
        engine.write(store.path(name), cell_sql(list(MEASURES.values()), month, NOW), tables)
        files[CELLS][month] = name
    parts = store.hold(Parts(), version=1, files=files)
    return Library(engine, store, parts), rows, turns


SCOPES = (
    Scope(),
    Scope(products=(1,)),
    Scope(products=(2,), module=11),
    Scope(team=5),
    Scope(products=(1, 2), module=12, team=6),
)


@pytest.mark.parametrize("code", list(MEASURES))
def test_a_measure_is_what_plain_counting_gives(
    code: str, told: tuple[Library, Tables, list[Any]]
) -> None:
    library, rows, turns = told
    measure = MEASURES[code]
    found = again(code, rows, turns)
    first, last = date(2026, 6, 29), date(2026, 11, 23)
    for scope in (*SCOPES, Scope(person=2)):
        weeks: dict[date, list[Found]] = defaultdict(list)
        for each in found:
            if _is_in(each[1], scope):
                weeks[monday_of(each[0].date())].append(each)
        if scope.person:
            read = library.own_weeks(measure, scope, first, last, NOW)
        else:
            read = library.weeks([measure], scope, first, last)[code]
        assert {each.monday: each.count for each in read} == {
            monday: len(several) for monday, several in weeks.items()
        }, scope
        for each in read:
            parts = [part for _at, _of, part, _whole in weeks[each.monday]]
            near = {"abs": 1e-4 * max(len(parts), 1)}
            assert each.part == pytest.approx(sum(parts), **near)
            assert each.whole == pytest.approx(sum(f[3] for f in weeks[each.monday]), **near)
            if measure.kind == Kind.DURATION:
                assert each.middle == pytest.approx(median(parts), abs=1e-4)


def _is_in(row: dict[str, Any], scope: Scope) -> bool:
    return (
        (scope.products is None or row["product"] in scope.products)
        and (scope.module is None or scope.module in row["modules"])
        and (scope.team is None or row["team"] == scope.team)
        and (scope.person is None or row["person"] == scope.person)
    )


def test_each_definition_is_whole_in_both_languages() -> None:
    for code, measure in MEASURES.items():
        assert code == measure.code
        for both in (measure.name, measure.unit, measure.formula):
            assert both.said_in("en")
            assert both.said_in("zh-hans")
        assert not measure.formula.zh.isascii()
        assert set(measure.tables) <= set(TABLES)
