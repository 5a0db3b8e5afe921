"""
The insight page over a long history: `python -m benchmarks.insight [--items N] [--commits N]`.

Beside the demo company the store's tables are filled by the engine itself (the operational tables
stay as they are): work items with their states, and commits with their modules, over six years.
Measured is the whole answer of the overview within the process: when the store has just changed,
so that everything is read and judged anew, and from then on.
"""

import argparse
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.changing import measure_pages
from benchmarks.company import in_this_process
from benchmarks.report import Bar, finish
from twintrack.analytics.cells import cell_sql, month_of
from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.store import CELLS, Parts, Store
from twintrack.analytics.tables import TABLES

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime.now()  # noqa: DTZ005  the store's moments are local
YEARS = 6
PRODUCTS, MODULES = 40, 6
PAGES = {
    "everything": "/insight/",
    "one product": "/insight/?product=7",
    "one module": "/insight/?product=7&module=72",
}
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


def found_company() -> "Client":
    """Make the demo company with as many products and modules as the store will know."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from twintrack.foundation.people.models import User
    from twintrack.hub.products import operations
    from twintrack.hub.products.models import Module, Product

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    by, known = User.objects.get(email="admin@example.com"), Product.objects.count()
    for number in range(known + 1, PRODUCTS + 1):
        operations.add_product(code=f"p{number}", name=f"P {number}", by=by, at=timezone.now())
    Module.objects.bulk_create(
        Module(pk=number * 10 + turn, product_id=number, name=f"Module {turn}")
        for number in range(known + 1, PRODUCTS + 1)
        for turn in range(MODULES)
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(by)
    return client


def measure(items: int, commits: int, years: int, rounds: int) -> list[Bar]:
    from django.conf import settings

    client = found_company()
    store = Store(Path(settings.MEASURES_DIR))
    began = time.perf_counter()
    parts = fill(Duck(), store, items, commits, years)
    filled = time.perf_counter() - began
    size = sum(file.stat().st_size for file in store.folder.rglob("*.parquet")) / 1e6
    print(f"{items:,} items, {commits:,} commits, {years} years: {size:.0f} MB in {filled:.0f} s")
    return measure_pages(client, store, parts, PAGES, rounds=rounds, of=f"{years} years")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--commits", type=int, default=1_700_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with in_this_process("", settings="benchmarks.settings"):
        import django

        django.setup()
        bars = measure(options.items, options.commits, options.years, options.rounds)
    finish("insight", bars, options)


if __name__ == "__main__":
    main()
