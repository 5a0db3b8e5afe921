"""Write to the ledger: one entry a change, in the change's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.objects.once import forget

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


@dataclass(frozen=True, kw_only=True)
class Record:
    """One entry to be written by `record_many`."""

    event: Event
    about: Model
    also: Sequence[Model] = ()


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

    :raises OutsideTransaction: if there is no transaction.
    :raises ChainTooDeep: if more than eight causes stand behind them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction
    depth = caused_by.depth + 1 if caused_by else 0
    if depth > MAX_DEPTH:
        raise ChainTooDeep
    records = list(records)
    _take_turn()
    entries = [
        Entry(
            kind=each.event.kind,
            payload=each.event.to_payload(),
            about_kind=kind_of(each.about).code,
            about_id=each.about.pk,
            actor=by,
            happened_at=at,
            caused_by=caused_by,
            depth=depth,
        )
        for each in records
    ]
    Entry.objects.bulk_create(entries, batch_size=500)
    subjects = [
        Subject(entry=entry, kind=kind_of(one).code, object_id=one.pk)
        for entry, each in zip(entries, records, strict=True)
        for one in _distinct(each)
    ]
    Subject.objects.bulk_create(subjects, batch_size=1000)
    forget()
    return entries


def _distinct(each: Record) -> list[Model]:
    found: dict[tuple[str, int], Model] = {}
    for one in (each.about, *each.also):
        found.setdefault((kind_of(one).code, one.pk), one)
    return list(found.values())


def _take_turn() -> None:
    # Ids are given at insert but seen at commit: without this lock a slow writer's entry could
    # appear below a position that subscribers have already passed, and be lost (ADR 0003).
    # SQLite has one writer at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
