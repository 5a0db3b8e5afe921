"""Keep the installation going: replay, dismiss, retry, run now."""

from __future__ import annotations

import traceback
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.jobs.events import (
    ParkedEntryDismissed,
    ParkedEntryReplayed,
    ScheduleHurried,
    SubscriberRetried,
    WorkerFellSilent,
)
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.subscribers import all_subscribers
from twintrack.foundation.people.models import User
from twintrack.foundation.schedules.models import Schedule


class NotParked(Refusal):
    """The entry was replayed or dismissed already."""

    message = _("This entry is not parked any more.")


class SubscriberGone(Refusal):
    """This version has no such subscriber."""

    message = _("This version has no such subscriber: dismiss the entry.")


@transaction.atomic
def replay(*, parked_id: int, by: User, at: datetime) -> ParkedEntry:
    """
    Give a parked entry to its subscriber again; if it fails again it stays parked.

    Gives the parked entry: `replayed_at` is set if it took effect, else `error` says why not.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotParked: if it was replayed or dismissed already.
    :raises SubscriberGone: if this version has no such subscriber.
    """
    check_may(by, Act.OPERATE)
    parked = _locked(parked_id)
    subscribers = {each.name: each for each in all_subscribers()}
    if parked.subscriber not in subscribers:
        raise SubscriberGone
    error = ""
    try:
        with transaction.atomic():
            subscribers[parked.subscriber].handle([parked.entry])
    except Exception as failure:  # noqa: BLE001  (told to whoever replays: never swallowed)
        error = f"{type(failure).__name__}: {failure}"[:500]
        parked.error, parked.tries = error, parked.tries + 1
        parked.traceback = "".join(traceback.format_exception(failure))
    else:
        parked.replayed_at = at
    parked.save(update_fields=["error", "tries", "traceback", "replayed_at"])
    event = ParkedEntryReplayed(
        parked_id=parked.pk, entry_id=parked.entry_id, subscriber=parked.subscriber, error=error
    )
    record(event, about=parked, by=by, at=at)
    return parked


def replay_all(*, by: User, at: datetime) -> tuple[int, int]:
    """
    Replay every parked entry in the order of the ledger; gives how many took effect, how many not.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.OPERATE)
    done = failed = 0
    for parked_id in list(ParkedEntry.objects.open().order_by("entry_id", "pk").values_list("pk")):
        try:
            parked = replay(parked_id=parked_id[0], by=by, at=at)
        except (NotParked, SubscriberGone):
            failed += 1
            continue
        done, failed = done + bool(parked.replayed_at), failed + (parked.replayed_at is None)
    return done, failed


@transaction.atomic
def dismiss(*, parked_id: int, reason: str, by: User, at: datetime) -> ParkedEntry:
    """
    Give up a parked entry: it never takes effect.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotParked: if it was replayed or dismissed already.
    :raises ReasonMissing: if there is no reason.
    """
    check_may(by, Act.OPERATE)
    if not reason.strip():
        raise ReasonMissing(_("Say why this entry shall not take effect."))
    parked = _locked(parked_id)
    parked.dismissed_at = at
    parked.save(update_fields=["dismissed_at"])
    event = ParkedEntryDismissed(
        parked_id=parked.pk,
        entry_id=parked.entry_id,
        subscriber=parked.subscriber,
        reason=reason.strip(),
    )
    record(event, about=parked, by=by, at=at)
    return parked


def _locked(parked_id: int) -> ParkedEntry:
    parked = ParkedEntry.objects.select_for_update(no_key=True).filter(pk=parked_id).first()
    if parked is None:
        raise NotThere
    if parked.replayed_at or parked.dismissed_at:
        raise NotParked
    return parked


@transaction.atomic
def retry(*, subscriber: str, by: User, at: datetime) -> None:
    """
    Let a subscriber that waits after a failure try again now.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if there is no such subscriber.
    """
    check_may(by, Act.OPERATE)
    cursor = Cursor.objects.select_for_update(no_key=True).filter(pk=subscriber).first()
    if cursor is None:
        raise NotThere
    cursor.retry_at = None
    cursor.save(update_fields=["retry_at"])
    # A subscriber has a name and no number: the entry stands with who asked.
    record(SubscriberRetried(subscriber=subscriber), about=by, by=by, at=at)


@transaction.atomic
def hurry(*, schedule_id: int, by: User, at: datetime) -> Schedule:
    """
    Let scheduled work be done now; its times stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if there is no such schedule.
    """
    check_may(by, Act.OPERATE)
    schedule = Schedule.objects.select_for_update(no_key=True).filter(pk=schedule_id).first()
    if schedule is None:
        raise NotThere
    schedule.next_run_at = at
    schedule.save(update_fields=["next_run_at"])
    event = ScheduleHurried(schedule_id=schedule.pk, name=schedule.name)
    record(event, about=schedule, by=by, at=at)
    return schedule


@transaction.atomic
def note_silence(*, worker_id: int, by: User, at: datetime) -> tuple[Worker, Entry] | None:
    """Note that a worker fell silent; nothing if somebody noted it already."""
    rows = Worker.objects.select_for_update(no_key=True).filter(pk=worker_id, told_silent_at=None)
    worker = rows.first()
    if worker is None:
        return None
    worker.told_silent_at = at
    worker.save(update_fields=["told_silent_at"])
    event = WorkerFellSilent(
        worker_id=worker.pk, worker=str(worker), seen_at=worker.seen_at.isoformat()
    )
    return worker, record(event, about=worker, by=by, at=at)
