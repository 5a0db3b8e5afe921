"""The store of measures, kept up with the tables and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from twintrack.analytics.cells import cell_sql, month_of, needed, touched_months
from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.engines.port import Row
from twintrack.analytics.metrics import MEASURES
from twintrack.analytics.store import CELLS, Parts, Store
from twintrack.analytics.tables import TABLES
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.insight.sources import SOURCES, Changed, News, Source
from twintrack.rnd.insight.sources.base import local

LOCK = ".lock"


@cache
def engine() -> Duck:
    """Give the engine of this process."""
    return Duck()


def store() -> Store:
    """Give the store of this installation."""
    return Store(Path(settings.MEASURES_DIR))


@dataclass
class _Run:
    """One run of keeping up: what it wrote so far, and what it takes the place of."""

    store: Store
    before: Parts
    version: int
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    # Files of tables that were written, or had held before: where observations may have moved.
    touched: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def write(self, table: str, month: str, rows: list[Row]) -> None:
        held = self.files[table]
        if month in held:
            self.touched[table].append(self.store.path(held[month]))
        if not rows:
            held.pop(month, None)
            return
        name = self.store.name(table, month, self.version)
        engine().write_rows(self.store.path(name), TABLES[table], rows)
        self.touched[table].append(self.store.path(name))
        held[month] = name


def refresh(at: datetime, *, whole: bool = False) -> int:
    """
    Bring the store up to the ledger; gives how many files were written.

    What was cut off is done again by the next run: the list of files that hold is replaced last.
    Two runs at once are one: the second leaves it to the first.

    :param whole: write everything anew, whatever is there.
    """
    place = store()
    with _alone(place) as is_mine:
        return _refresh(place, at, whole=whole) if is_mine else 0


def _refresh(place: Store, at: datetime, *, whole: bool) -> int:
    held = place.read()
    before = Parts(version=held.version) if whole else held
    position = _position()
    if not whole and before.position > position:
        # Of another ledger, as after a database was put back: nothing of it can be trusted.
        return _refresh(place, at, whole=True)
    run = _Run(
        place,
        before,
        held.version + 1,
        {table: before.months(table) for table in (*TABLES, CELLS)},
        dict(before.marks),
    )
    is_new = whole or not before.version
    entries = {} if is_new else _entries(before.position, position)
    written = sum(_take(source, run, entries, is_new=is_new) for source in SOURCES)
    written += _add_up(run, local(at))
    if written or position != before.position:
        made = place.hold(
            held,
            version=run.version,
            position=position,
            marks=run.marks,
            made_at=at.isoformat(),
            files=run.files,
        )
        place.sweep(made)
    return written


def _position() -> int:
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _entries(after: int, until: int) -> dict[str, list[Entry]]:
    wanted = {kind for source in SOURCES for kind in source.about}
    rows = Entry.objects.filter(pk__gt=after, pk__lte=until, about_kind__in=wanted)
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in rows.only("kind", "about_kind", "about_id", "payload").order_by("pk").iterator():
        found[entry.about_kind].append(entry)
    return found


def _take(source: Source, run: _Run, entries: dict[str, list[Entry]], *, is_new: bool) -> int:
    news = News(run.marks.get(source.name, 0), entries)
    changed: Changed = source.every() if is_new else source.changed(news)
    for month in sorted(changed.months):
        rows = source.rows(month)
        for table in source.tables:
            run.write(table, month, rows[table])
    run.marks[source.name] = changed.mark
    return len(changed.months) * len(source.tables)


def _add_up(run: _Run, now: datetime) -> int:
    """Add up the months in which observations may have changed."""
    measures = [each for each in MEASURES.values() if any(run.files[t] for t in each.tables)]
    months = touched_months(engine(), measures, dict(run.touched), now) if run.touched else set()
    if not months and run.before.made_at[:10] == f"{now:%Y-%m-%d}":
        return 0
    tables = {
        table: [run.store.path(name) for _month, name in sorted(run.files[table].items())]
        for table in TABLES
    }
    chosen = [each for each in needed(months, now) if each <= month_of(now.date())]
    for month in sorted(chosen) if measures else ():
        name = run.store.name(CELLS, month, run.version)
        if engine().write(run.store.path(name), cell_sql(measures, month, now), tables):
            run.files[CELLS][month] = name
        else:
            run.files[CELLS].pop(month, None)
    return len(chosen)


@contextmanager
def _alone(place: Store) -> Iterator[bool]:
    """Hold the store for one writer; the system lets go of it when the process ends."""
    import fcntl

    place.folder.mkdir(parents=True, exist_ok=True)
    with (place.folder / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
