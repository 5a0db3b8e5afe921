"""
Measures of sales over a long history: `python -m benchmarks.kpis [--deals N] [--years N]`.

Beside the demo company the store's tables are filled by the engine itself (the operational tables
stay as they are): opportunities with the stages they passed, quotes, invoices with their cash,
visits and leads. Measured is the whole answer of a page within the process: when the store has
just changed, and from then on, and how long it takes to add everything up.
"""

import argparse
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.changing import measure_pages
from benchmarks.company import in_this_process
from benchmarks.report import Bar, finish
from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.months import MONTHS, month_sql
from twintrack.analytics.store import Parts, Store
from twintrack.analytics.tables import SALES

if TYPE_CHECKING:
    from django.test import Client

NOW = datetime.now()  # noqa: DTZ005  the store's moments are local
YEARS = 3
PAGES = {
    "all measures": "/sales/measures/",
    "one product": "/sales/measures/?product=h3",
    "one person": "/sales/measures/?person={person}",
    "one measure": "/sales/measures/conversion/",
    "performance": "/sales/performance/",
    "strip over the pipeline": "/sales/strip/",
}
WHOSE = (
    "[1 + (hash(i) % 3)::bigint] as products, {first} + (hash(i + 3) % 100)::bigint as person, "
    "1 + (hash(i + 5) % 5000)::bigint as customer"
)
# Of ten deals three are won, five lost, two still open; stages last some weeks.
DEAL = (
    "select i as id, moment, {whose}, case when hash(i + 1) % 10 < 8 then "
    "least(moment + to_hours((400 + hash(i + 2) % 3000)::int), timestamp '{now}') end "
    "as closed_at, hash(i + 1) % 10 < 3 as is_won, 1000.0 * (1 + hash(i + 4) % 900) as worth"
)
STAY = (
    "select i as id, moment + to_hours(s * 300) as moment, {whose}, ['requirement_confirmation', "
    "'solution_design', 'negotiation', 'contract'][s + 1] as stage, "
    "moment + to_hours(s * 300) as first_at, case when s < hash(i + 6) % 4 or hash(i + 1) % 10 < 8 "
    "then moment + to_hours((s + 1) * 300) end as until, "
    "case when s < hash(i + 6) % 4 then 'onward' when hash(i + 1) % 10 < 3 then 'won' "
    "when hash(i + 1) % 10 < 8 then 'lost' else '' end "
    "as outcome, true as is_last, 21 as target_days, 1000.0 * (1 + hash(i + 4) % 900) as worth"
)
OFFER = (
    "select i as id, moment, {whose}, moment + interval 2 day as first_sent_at, "
    "moment + to_hours((100 + hash(i + 2) % 900)::int) as accepted_at, "
    "moment + to_hours((150 + hash(i + 2) % 900)::int) as ended_at, 1000.0 as at_list, "
    "10.0 * (hash(i + 4) % 20) as discounted, 850.0 as net, 500.0 + hash(i + 7) % 200 as cost"
)
DUE = (
    "select i as id, moment + to_days((s * (20 + hash(i + 2) % 60))::int) as moment, {whose}, "
    "['invoice', 'cash'][s + 1] as kind, case when s = 0 then 1000.0 else -1000.0 end as delta, "
    "moment + interval 30 day as due_on, (20 + hash(i + 2) % 60)::bigint as days"
)
VISIT = "select i as id, date_trunc('week', moment) as moment, {whose}"
WEEK = "select i as id, date_trunc('week', moment) as moment, {whose}, 5 as target"
LEAD = (
    "select i as id, moment, {whose}, moment + interval 1 day as due_at, "
    "moment + to_hours((1 + hash(i + 2) % 40)::int) as contacted_at, "
    "(60 + hash(i + 2) % 2000)::bigint as minutes, hash(i + 1) % 10 = 9 as is_open, "
    "hash(i + 1) % 10 < 3 as is_converted"
)


def fill(engine: Duck, store: Store, deals: int, years: int, first: int) -> Parts:
    """Write the parts of each month, then the cells."""
    months = [
        f"{NOW.year - (NOW.month - 1 < n % 12) - n // 12}-{(NOW.month - 1 - n) % 12 + 1:02}"
        for n in range(years * 12)
    ]
    plans = (
        ("deals", deals, DEAL, ""),
        ("stage_stays", deals, STAY, ", range(4) as t(s) where s <= hash(i + 6) % 4"),
        ("offers", deals // 2, OFFER, ""),
        ("dues", deals // 2, DUE, ", range(2) as t(s)"),
        ("visits", deals * 5, VISIT, ""),
        ("person_weeks", 100 * 52 * years, WEEK, ""),
        ("new_leads", deals, LEAD, ""),
    )
    files: dict[str, dict[str, str]] = {name: {} for name in (*SALES, MONTHS)}
    whose = WHOSE.format(first=first)
    for turn, month in enumerate(sorted(months)):
        for table, whole, told, also in plans:
            many = whole // len(months)
            rows = (
                f"{told.format(whose=whose, now=f'{NOW:%Y-%m-%d %H:%M:%S}')} from (select "
                f"{turn * many} + r as i, timestamp '{month}-01' + "
                f"to_minutes((r * 37000 / {max(many, 1)})::int) as moment "
                f"from range({many}) as q(r)){also}"
            )
            name = store.name(table, month, 1)
            engine.write(store.path(name), rows, {})
            files[table][month] = name
    return store.hold(Parts(), version=1, files=files)


def add_up(engine: Duck, store: Store, parts: Parts) -> tuple[Parts, float]:
    """Make the cells; gives how many seconds it took."""
    from twintrack.sales.kpis.keeping import by_tables

    tables = {name: store.paths(parts, name) for name in SALES}
    began, cells = time.perf_counter(), {}
    for group, measures in by_tables().items():
        if any(tables[each] for each in measures[0].tables):
            cells[group] = store.name(MONTHS, group, 1)
            sql = month_sql(measures, NOW)
            before = time.perf_counter()
            engine.write(store.path(cells[group]), sql, tables)
            print(f"  {group}: {time.perf_counter() - before:.1f} s", flush=True)
    files = {**parts.files, MONTHS: cells}
    return store.hold(parts, files=files), time.perf_counter() - began


def found_company() -> tuple["Client", int]:
    """Make the demo company; gives somebody who sees all, and the first of those who sell."""
    from django.core.management import call_command
    from django.test import Client

    from twintrack.foundation.people.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email="xu@example.com"))
    return client, User.objects.get(email="zhao@example.com").pk


def measure(deals: int, years: int, rounds: int) -> list[Bar]:
    from twintrack.sales.kpis.keeping import store as place

    client, person = found_company()
    engine, store = Duck(), place()
    parts = fill(engine, store, deals, years, person)
    parts, taken = add_up(engine, store, parts)
    size = sum(file.stat().st_size for file in store.folder.rglob("*.parquet")) / 1e6
    print(f"{deals:,} deals, {years} years: {size:.0f} MB, added up in {taken:.1f} s", flush=True)
    pages = {label: address.format(person=person) for label, address in PAGES.items()}
    return measure_pages(client, store, parts, pages, rounds=rounds, of=f"{deals} deals")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with in_this_process("", settings="benchmarks.settings"):
        import django

        django.setup()
        bars = measure(options.deals, options.years, options.rounds)
    finish("kpis", bars, options)


if __name__ == "__main__":
    main()
