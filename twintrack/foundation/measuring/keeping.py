"""A store of measures, kept up with the tables and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.engines.port import Row
from twintrack.analytics.store import Parts, Store
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.measuring.sources import Changed, News, Source

LOCK = ".lock"


@cache
def engine() -> Duck:
    """Give the engine of this process."""
    return Duck()


@dataclass
class Run:
    """One run of keeping up: what it wrote so far, and what it takes the place of."""

    store: Store
    before: Parts
    version: int
    types: Mapping[str, Mapping[str, str]]
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    # Files of tables that were written, or had held before: where observations may have moved.
    touched: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def write(self, table: str, month: str, rows: list[Row]) -> None:
        """Write the rows of a month anew; without any, the month has no file any more."""
        held = self.files[table]
        if month in held:
            self.touched[table].append(self.store.path(held[month]))
        if not rows:
            held.pop(month, None)
            return
        name = self.store.name(table, month, self.version)
        engine().write_rows(self.store.path(name), self.types[table], rows)
        self.touched[table].append(self.store.path(name))
        held[month] = name

    def tables(self) -> dict[str, list[Path]]:
        """Name the files that each table is made of now."""
        return {
            table: [self.store.path(name) for _month, name in sorted(self.files[table].items())]
            for table in self.types
        }


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """
    What is kept, and from where.

    `add_up` makes the cells of what was touched, and gives how many files it wrote.
    """

    types: Mapping[str, Mapping[str, str]]
    sources: tuple[Source, ...]
    cells: str
    add_up: Callable[[Run, datetime], int]

    def refresh(self, place: Store, at: datetime, *, whole: bool = False) -> int:
        """
        Bring a store up to the ledger; gives how many files were written.

        What was cut off is done again by the next run: the list of files that hold is replaced
        last. Two runs at once are one: the second leaves it to the first.

        :param whole: write everything anew, whatever is there.
        """
        with _alone(place) as is_mine:
            return self._refresh(place, at, whole=whole) if is_mine else 0

    def _refresh(self, place: Store, at: datetime, *, whole: bool) -> int:
        held = place.read()
        before = Parts(version=held.version) if whole else held
        position = _position()
        if not whole and before.position > position:
            # Of another ledger, as after a database was put back: nothing of it can be trusted.
            return self._refresh(place, at, whole=True)
        run = Run(
            place,
            before,
            held.version + 1,
            self.types,
            {table: before.months(table) for table in (*self.types, self.cells)},
            dict(before.marks),
        )
        is_new = whole or not before.version
        entries = {} if is_new else self._entries(before.position, position)
        written = sum(_take(source, run, entries, is_new=is_new) for source in self.sources)
        written += self.add_up(run, at)
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

    def _entries(self, after: int, until: int) -> dict[str, list[Entry]]:
        wanted = {kind for source in self.sources for kind in source.about}
        rows = Entry.objects.filter(pk__gt=after, pk__lte=until, about_kind__in=wanted)
        found: dict[str, list[Entry]] = defaultdict(list)
        named = rows.only("kind", "about_kind", "about_id", "payload").order_by("pk")
        for entry in named.iterator():
            found[entry.about_kind].append(entry)
        return found


def _position() -> int:
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _take(source: Source, run: Run, entries: dict[str, list[Entry]], *, is_new: bool) -> int:
    news = News(run.marks.get(source.name, 0), entries)
    changed: Changed = source.every() if is_new else source.changed(news)
    for month in sorted(changed.months):
        rows = source.rows(month)
        for table in source.tables:
            run.write(table, month, rows[table])
    run.marks[source.name] = changed.mark
    return len(changed.months) * len(source.tables)


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
