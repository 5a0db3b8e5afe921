"""Write to the ledger: one entry a change, in the change's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry, Subject, Unsealed
from twintrack.foundation.memory.once import forget
from twintrack.foundation.objects.kinds import kind_of

if TYPE_CHECKING:
    from django.db.models import Model

    from twintrack.foundation.people.models import User

# Any number that no other advisory lock of this database uses.
LEDGER_LOCK = 7_214_001
MAX_DEPTH = 8


class OutsideTransaction(RuntimeError):
    """The ledger was written to without the change that it tells of."""


class ChainTooDeep(RuntimeError):
    """Causes and effects follow one another so often that a rule must be running in circles."""


class PayloadReshaped(ValueError):
    """Something else than texts of a payload would have been replaced."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One entry to be written by `record_many`, with its own time and cause where it has them."""

    event: Event
    about: Model
    also: Sequence[Model] = ()
    at: datetime | None = None
    caused_by: Entry | None = None


@dataclass
class Sheet:
    """Entries that are written down together, each with what it concerns."""

    lines: list[tuple[Entry, list[tuple[str, int]]]] = field(default_factory=list)

    def write(self) -> None:
        """Write down what stands on it."""
        if not self.lines:
            return
        _take_turn()
        for entries in self._in_turn():
            Entry.objects.bulk_create(entries, batch_size=500)
        subjects = [
            Subject(entry=entry, kind=kind, object_id=pk)
            for entry, concerned in self.lines
            for kind, pk in concerned
        ]
        Subject.objects.bulk_create(subjects, batch_size=1000)
        forget()

    def _in_turn(self) -> Iterator[list[Entry]]:
        """Give the entries in their order; what an entry of the sheet caused after that one."""
        waiting: list[Entry] = []
        for entry, _subjects in self.lines:
            if entry.caused_by is not None and entry.caused_by.pk is None:
                yield waiting
                waiting = []
            waiting.append(entry)
        yield waiting


_sheet: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


@contextmanager
def together() -> Iterator[Sheet]:
    """
    Write the entries of all changes within at once, in their order, when they are done.

    The turn at the ledger is then taken after all rows are held, whatever the changes within
    hold (docs/architecture.md). Entries have no number until then: what is done within does not
    read what it records. If a change within fails, all of them have to be undone.

    :raises OutsideTransaction: if there is no transaction.
    """
    known = _sheet.get()
    if known is not None:
        yield known
        return
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    sheet = Sheet()
    token = _sheet.set(sheet)
    try:
        yield sheet
    finally:
        _sheet.reset(token)
    sheet.write()


@contextmanager
def set_apart() -> Iterator[None]:
    """Undo a change that fails with what it recorded; what else is written together stays."""
    sheet = _sheet.get() or Sheet()
    before = len(sheet.lines)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del sheet.lines[before:]
        raise


def record(
    event: Event,
    *,
    about: Model,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
    also: Sequence[Model] = (),
) -> Entry:
    """
    Add an entry to the ledger; called last in an operation's transaction.

    :raises OutsideTransaction: if there is no transaction.
    :raises ChainTooDeep: if more than eight causes stand behind it.
    """
    [entry] = record_many(
        [Record(event=event, about=about, also=also)], by=by, at=at, caused_by=caused_by
    )
    return entry


def record_many(
    records: Iterable[Record], *, by: User, at: datetime, caused_by: Entry | None = None
) -> list[Entry]:
    """
    Add entries in one go, as `record` does one.

    `at` and `caused_by` are of those that name none of their own.

    :raises OutsideTransaction: if there is no transaction.
    :raises ChainTooDeep: if more than eight causes stand behind them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    gathered = _sheet.get()
    sheet = gathered or Sheet()
    lines = [
        (_entry_of(each, by, each.at or at, each.caused_by or caused_by), _concerned(each))
        for each in records
    ]
    sheet.lines += lines
    if gathered is None:
        sheet.write()
    return [entry for entry, _subjects in lines]


def redact(
    payloads: Mapping[int, dict[str, Any]],
    *,
    tell: Callable[[int], Event],
    about: Model,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Entry:
    """
    Replace texts within payloads, by the ids of their entries: the only way to change any.

    Called last, as `record`; `tell` gives the event that says of how many entries texts were
    replaced. Number, kind, subjects, actor, times and causes stay: the database lets nothing else
    through (ADR 0015).

    :raises OutsideTransaction: if there is no transaction.
    :raises PayloadReshaped: if anything but a text would become another.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    count = 0
    for entry in Entry.objects.filter(pk__in=payloads).order_by("pk"):
        payload = payloads[entry.pk]
        if not _same_shape(entry.payload, payload):
            raise PayloadReshaped
        if payload != entry.payload:
            opened = Unsealed.objects.create(entry=entry)
            Entry.objects.filter(pk=entry.pk).update(payload=payload)
            opened.delete()
            count += 1
    return record(tell(count), about=about, by=by, at=at, caused_by=caused_by)


def _same_shape(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same_shape(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(_same_shape(*each) for each in pairs)
    return one == other or (isinstance(one, str) and isinstance(other, str))


def _entry_of(told: Record, by: User, at: datetime, caused_by: Entry | None) -> Entry:
    depth = caused_by.depth + 1 if caused_by else 0
    if depth > MAX_DEPTH:
        raise ChainTooDeep
    return Entry(
        kind=told.event.kind,
        payload=told.event.to_payload(),
        about_kind=kind_of(told.about).code,
        about_id=told.about.pk,
        actor=by,
        happened_at=at,
        caused_by=caused_by,
        depth=depth,
    )


def _concerned(told: Record) -> list[tuple[str, int]]:
    return list(dict.fromkeys((kind_of(one).code, one.pk) for one in (told.about, *told.also)))


def _take_turn() -> None:
    # Ids are given at insert but seen at commit: without this lock a slow writer's entry could
    # appear below a position that subscribers have already passed, and be lost (ADR 0003).
    # SQLite has one writer at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
