"""
How fast feedback is imported and handed over: `python -m benchmarks.intake [--data FILE]`.

`--data` is any file the product imports (CSV, XLSX, JSON lines) or a folder with one; without it
`--rows` rows are made up. Customers, products and versions the file names are made on the way.
Nothing runs beside the import: what is measured is one process, the stopwatch around it.
"""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.company import in_this_process
from benchmarks.report import Bar, finish

if TYPE_CHECKING:
    from twintrack.foundation.people.models import User
    from twintrack.sales.intake.models import ImportRun

ENDINGS = ("*.csv", "*.xlsx", "*.jsonl")
NAMED = ("customer", "product", "version", "module")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--data", type=Path, help="a feedback file, or a folder with one")
    parser.add_argument("--rows", type=int, default=5000)
    return parser.parse_args()


def main() -> None:
    chosen = options()
    with in_this_process(chosen.database):
        bars = measured(chosen)
    finish("intake", bars, chosen)


def measured(chosen: argparse.Namespace) -> list[Bar]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    call_command("demo")
    settle()
    data, name = file_of(chosen)
    by = importer()
    began = time.monotonic()
    run = checked(data, name, by)
    trial = run.total / (time.monotonic() - began)
    began = time.monotonic()
    run = recorded(run, by)
    imported = run.recorded / (time.monotonic() - began)
    count, seconds = handed_over()
    connections.close_all()
    print(f"{run.total} rows: {run.recorded} recorded, {run.held} held, {run.refused} refused")
    return [
        Bar(bar="rows read and checked per second", figure=trial, limit=500, more=True),
        Bar(bar="rows imported per second", figure=imported, limit=500, more=True),
        Bar(bar="handoffs per second", figure=count / seconds, limit=100, more=True),
    ]


def settle() -> None:
    """Let every subscriber catch up, so that only what comes now is measured."""
    from twintrack.foundation.ledger.worker import run_once

    while run_once():
        pass


def file_of(chosen: argparse.Namespace) -> tuple[bytes, str]:
    if chosen.data is None:
        from benchmarks.big_import import file_of as made_up

        return made_up(chosen.rows), "made-up.csv"
    path: Path = chosen.data
    if path.is_dir():
        path = next(found for ending in ENDINGS for found in sorted(path.glob(ending)))
    return path.read_bytes(), path.name


def importer() -> "User":
    from twintrack.foundation.access.queries import first_administrator

    return first_administrator()


def checked(data: bytes, name: str, by: "User") -> "ImportRun":
    """Send a file, take its columns as they are guessed, and try its rows."""
    from django.utils import timezone

    from twintrack.sales.intake import operations

    upload = operations.Upload(data=data, name=name)
    run = operations.upload(upload=upload, by=by, at=timezone.now())
    run = operations.confirm(run=run, mapping=run.mapping, defaults={}, by=by, at=timezone.now())
    return worked_off(run, by)


def recorded(run: "ImportRun", by: "User") -> "ImportRun":
    """Import what was checked; whatever is not known is made."""
    from django.utils import timezone

    from twintrack.sales.intake import operations

    decisions = {field: dict.fromkeys(run.unknown.get(field, {}), "create") for field in NAMED}
    run = operations.start(run=run, decisions=decisions, by=by, at=timezone.now())
    return worked_off(run, by)


def worked_off(run: "ImportRun", by: "User") -> "ImportRun":
    from django.utils import timezone

    from twintrack.sales.intake import operations

    while run.is_moving:
        run = operations.advance(run=run, position=run.position, by=by, at=timezone.now())
    return run


def handed_over() -> tuple[int, float]:
    """Hand over what was imported; gives how many, and the seconds of that subscriber alone."""
    from twintrack.foundation.ledger.subscribers import all_subscribers
    from twintrack.foundation.ledger.worker import run_once
    from twintrack.helix.handoffs.models import Handoff

    before = Handoff.objects.count()
    others = [each.name for each in all_subscribers() if each.name != "helix.handoffs"]
    began = time.monotonic()
    run_once(besides=others)
    return Handoff.objects.count() - before, time.monotonic() - began


if __name__ == "__main__":
    main()
