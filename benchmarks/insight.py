"""
The insight page over a long history: `python -m benchmarks.insight [--items N] [--commits N]`.

The store's tables are filled by the engine itself (the operational tables stay empty): work items
with their states, and commits with their modules, over six years. Measured is what the page reads
and computes on the server, cells and limits of all measures, and how that grows with the history.
"""

import argparse
import shutil
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from twintrack.analytics.cells import WEEK, Library, Scope, cell_sql, monday_of, month_of
from twintrack.analytics.courses import course
from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.store import CELLS, Parts, Store
from twintrack.analytics.tables import TABLES

NOW = datetime.fromisoformat("2026-11-26T15:00:00")
YEARS, WALKED = 6, 104
OF = (
    "1 + (hash(i) % 40)::bigint as product, "
    "[1 + (hash(i) % 40)::bigint * 10 + (hash(i + 7) % 6)::bigint] as modules, "
    "1 + (hash(i + 3) % 20)::bigint as team, 1 + (hash(i + 5) % 300)::bigint as person"
)
ITEMS = (
    f"select i as id, moment, {OF}, 'task' as kind, 'done' as state, "
    "moment + to_hours((hash(i + 1) % 200)::int) as started_at, "
    "moment + to_hours((200 + hash(i + 2) % 400)::int) as done_at, "
    "(hash(i + 4) % 60) / 10.0 as active_days, 6 + (hash(i + 4) % 90) / 10.0 as total_days, "
    "3.0 as points, 'major' as severity, false as is_escaped "
)
STAYS = (
    f"select i as id, moment + to_hours(s * 90) as moment, {OF}, "
    "['todo', 'in_progress', 'in_review', 'in_testing', 'done'][s + 1] as state, "
    "case when s < 4 then moment + to_hours((s + 1) * 90) end as until, "
    "moment + to_hours(90) as started_at "
)
COMMITS = f"select i as id, moment, {OF}, 3 as files, 40 as lines "


def fill(engine: Duck, store: Store, items: int, commits: int, years: int) -> Parts:
    """Write the parts of each month, then the cells."""
    months = sorted({month_of(NOW.date() - timedelta(days=n)) for n in range(years * 365)})
    files: dict[str, dict[str, str]] = {name: {} for name in (*TABLES, CELLS)}
    plans = (
        ("items", items, ITEMS, ""),
        ("commits", commits, COMMITS, ""),
        ("stays", items, STAYS, ", range(5) as t(s)"),
    )
    for turn, month in enumerate(months):
        for table, whole, sql, also in plans:
            many = whole // len(months)
            start = f"timestamp '{month}-01'"
            rows = (
                f"{sql} from (select {turn * many} + r as i, {start} + "
                f"to_minutes((r * 40000 / {max(many, 1)})::int) as moment "
                f"from range({many}) as q(r)){also}"
            )
            name = store.name(table, month, 1)
            engine.write(store.path(name), rows, {})
            files[table][month] = name
    tables = {table: [store.path(each) for each in files[table].values()] for table in TABLES}
    measures = [each for each in MEASURES.values() if any(tables[t] for t in each.tables)]
    for month in months:
        name = store.name(CELLS, month, 1)
        engine.write(store.path(name), cell_sql(measures, month, NOW), tables)
        files[CELLS][month] = name
    return store.hold(Parts(), version=1, files=files)


def page(library: Library, scope: Scope) -> float:
    """Do what the overview does; gives milliseconds."""
    began = time.perf_counter()
    last = monday_of(NOW.date()) - WEEK
    first = last - WEEK * (WALKED - 1)
    measures = list(MEASURES.values())
    weeks = library.weeks(measures, scope, first, last)
    days: dict[date, int] = {}
    for each in measures:
        course(each, weeks[each.code], first=first, last=last, working_days=days)
    return (time.perf_counter() - began) * 1000


def measure(items: int, commits: int, years: int, rounds: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="insight-"))
    try:
        engine, store = Duck(), Store(folder)
        began = time.perf_counter()
        parts = fill(engine, store, items, commits, years)
        filled = time.perf_counter() - began
        library = Library(engine, store, parts)
        size = sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e6
        print(
            f"{items:,} items, {commits:,} commits, {years} years: {size:.0f} MB in {filled:.0f} s"
        )
        for label, scope in (
            ("everything", Scope()),
            ("one product", Scope(products=(7,))),
            ("one module", Scope(products=(7,), module=72)),
        ):
            taken = sorted(page(library, scope) for _ in range(rounds))
            middle, p95 = taken[rounds // 2], taken[int(rounds * 0.95)]
            print(f"  {label}: p50 {middle:.0f} ms, p95 {p95:.0f} ms", flush=True)
    finally:
        shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--commits", type=int, default=1_700_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    # The last two years are as dense in both: what lies before them must cost nothing.
    measure(asked.items // 3, asked.commits // 3, YEARS // 3, asked.rounds)
    measure(asked.items, asked.commits, YEARS, asked.rounds)


if __name__ == "__main__":
    main()
