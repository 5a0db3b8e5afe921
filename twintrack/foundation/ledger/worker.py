"""Lets each subscriber read the ledger behind its own cursor, exactly once an entry."""

from __future__ import annotations

import logging
import time
import traceback
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.operations import together
from twintrack.foundation.ledger.subscribers import Subscriber, all_subscribers, tell_of_parked

logger = logging.getLogger(__name__)

MAX_TRIES = 5
# Growing pauses between the tries of a failing entry.
PAUSES = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
# Slow handlers get through few of them in the time below; the rest would be read for nothing.
BATCH = 20
# So many entries are looked at to see who waits for one of them.
LOOKED_AHEAD = 2000
# A batch holds the writer's lock; pages that write wait no longer than this.
BATCH_SECONDS = 0.08


@dataclass
class Ahead:
    """Entries that somebody may still wait for, as they are found; each is read once for all."""

    kinds: Sequence[tuple[int, str]]
    read: dict[int, Entry] = field(default_factory=dict)

    def waiting(self, subscriber: Subscriber, position: int) -> list[Entry]:
        """List what comes next for a subscriber, as much as it takes at once."""
        wanted = (pk for pk, kind in self.kinds if pk > position and subscriber.wants(kind))
        next_ones = list(islice(wanted, max(BATCH, subscriber.reads)))
        unread = [pk for pk in next_ones if pk not in self.read]
        if unread:
            found = Entry.objects.filter(pk__in=unread).select_related("actor")
            self.read.update({entry.pk: entry for entry in found})
        return [self.read[pk] for pk in next_ones]


def run_once(*, at: datetime | None = None, besides: Collection[str] = (), slack: int = 0) -> int:
    """
    Work off what waits for every subscriber; returns how many entries were handled.

    Those named by `besides` wait for another time. Whom nothing concerns is moved past what is not
    theirs once that is more than `slack` entries: who writes for long in one transaction, where
    PostgreSQL keeps every version of a cursor, moves them seldom.
    """
    now = at or timezone.now()
    handled = 0
    while count := _run_round(now, besides, slack):
        handled += count
    return handled


def _run_round(now: datetime, besides: Collection[str], slack: int) -> int:
    due, ahead = _look(now, besides, slack)
    return sum(_run_batch(subscriber, ahead, now) for subscriber in due)


def _look(now: datetime, besides: Collection[str], slack: int) -> tuple[list[Subscriber], Ahead]:
    """
    List the subscribers that an entry waits for, and let the others pass by what is not theirs.

    Two questions where nothing waits: an idle worker asks them ten times a second.
    """
    cursors = {
        name: (position, retry_at)
        for name, position, retry_at in Cursor.objects.values_list(
            "subscriber", "position", "retry_at"
        )
    }
    asked = [each for each in all_subscribers() if each.name not in besides]
    awake = {
        each: position
        for each in asked
        for position, retry_at in [cursors.get(each.name, (0, None))]
        if retry_at is None or retry_at <= now
    }
    lowest = min(awake.values(), default=0)
    entries = Entry.objects.filter(pk__gt=lowest).order_by("pk").values_list("pk", "kind")
    ahead = Ahead(list(entries[:LOOKED_AHEAD]))
    if not (awake and ahead.kinds):
        return [], ahead
    new = {each.name for each in asked} - cursors.keys()
    if new:
        Cursor.objects.bulk_create([Cursor(pk=name) for name in new], ignore_conflicts=True)
    due: list[Subscriber] = []
    passing: list[Subscriber] = []
    newest = ahead.kinds[-1][0]
    last_of = {kind: pk for pk, kind in ahead.kinds}
    for each, position in awake.items():
        if position < newest:
            wanted = any(pk > position and each.wants(kind) for kind, pk in last_of.items())
            if wanted:
                due.append(each)
            elif newest - position > slack:
                passing.append(each)
    if passing:
        _pass_by([each.name for each in passing], newest)
    return due, ahead


@transaction.atomic
def _pass_by(names: list[str], position: int) -> None:
    rows = Cursor.objects.filter(pk__in=names, position__lt=position)
    if connection.features.has_select_for_update_skip_locked:
        # Whoever is at work there moves it; and in one order, so that no two workers block.
        free = rows.order_by("pk").select_for_update(no_key=True, skip_locked=True)
        rows = Cursor.objects.filter(pk__in=[cursor.pk for cursor in free])
    rows.update(position=position)


def _run_batch(subscriber: Subscriber, ahead: Ahead, now: datetime) -> int:
    failed: tuple[Entry, BaseException] | None = None
    handled = 0
    with transaction.atomic():
        cursor = _lock(subscriber)
        if cursor is None or (cursor.retry_at and cursor.retry_at > now):
            return 0
        began = time.monotonic()
        runs = deque(subscriber.runs(ahead.waiting(subscriber, cursor.position)))
        while runs:
            run = runs.popleft()
            try:
                with transaction.atomic(), together() as sheet:
                    subscriber.handle(run)
            except Exception as error:  # noqa: BLE001  (retried, then parked: never swallowed)
                # What it did to them before it failed is nothing that others should see.
                ahead.read.clear()
                if len(run) > 1:
                    runs.extendleft([entry] for entry in reversed(run))
                    continue
                failed = (run[0], error)
                break
            cursor.position, cursor.tries, cursor.last_error = run[-1].pk, 0, ""
            cursor.retry_at = None
            handled += len(run)
            # Whoever has had a turn at the ledger holds no more rows: somebody who waits for that
            # turn may have them.
            had_its_turn = sheet.lines and connection.vendor == "postgresql"
            if had_its_turn or time.monotonic() - began > BATCH_SECONDS:
                break
        if failed:
            _note_failure(cursor, *failed, now)
        cursor.moved_at = now
        cursor.save()
    return handled


def _lock(subscriber: Subscriber) -> Cursor | None:
    rows = Cursor.objects.filter(pk=subscriber.name)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(no_key=True, skip_locked=True)
    return rows.first()


def _note_failure(cursor: Cursor, entry: Entry, error: BaseException, now: datetime) -> None:
    text = "".join(traceback.format_exception(error))
    cursor.tries += 1
    cursor.last_error = f"{type(error).__name__}: {error}"[:500]
    logger.error("%s failed at entry %s (try %s)\n%s", cursor.pk, entry.pk, cursor.tries, text)
    if cursor.tries < MAX_TRIES:
        cursor.retry_at = now + PAUSES[cursor.tries - 1]
        return
    parked, _is_new = ParkedEntry.objects.update_or_create(
        subscriber=cursor.pk,
        entry=entry,
        defaults={
            "error": cursor.last_error,
            "traceback": text,
            "tries": cursor.tries,
            "parked_at": now,
            "replayed_at": None,
            "dismissed_at": None,
        },
    )
    tell_of_parked(parked)
    cursor.position, cursor.tries, cursor.retry_at = entry.pk, 0, None
