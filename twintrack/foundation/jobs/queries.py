"""How the installation is doing; for those who operate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.jobs.presence import SILENT_AFTER
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.subscribers import Subscriber, all_subscribers
from twintrack.foundation.people.models import User
from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.registry import Job, all_jobs

# Less than this behind is at work, not behind: the worker looks ten times a second.
BEHIND_AFTER = timedelta(seconds=5)


class BetweenVersions(Refusal):
    """The tables were brought only part of the way to what this version takes as its start."""

    message = _(
        "The tables are of a version too early for this one. "
        "Run “twintrack migrate” with the version before, then with this one."
    )


@dataclass(frozen=True, kw_only=True)
class SubscriberStatus:
    """How far a subscriber has come; `late` is how long its oldest entry has waited."""

    name: str
    position: int
    waiting: int
    late: timedelta
    tries: int
    retry_at: datetime | None
    last_error: str
    parked: int

    @property
    def state(self) -> str:
        if self.tries:
            return "retrying"
        return "behind" if self.late > BEHIND_AFTER else "current"


@dataclass(frozen=True, kw_only=True)
class WorkerStatus:
    """A worker and whether it still gives signs of life."""

    worker: Worker
    is_silent: bool


@dataclass(frozen=True, kw_only=True)
class ScheduleStatus:
    """Scheduled work and when it was and will be done."""

    job: Job
    schedule: Schedule | None


@dataclass(frozen=True, kw_only=True)
class DatabaseStatus:
    """What the database is, and how large in bytes."""

    name: str
    version: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The whole installation at one moment."""

    subscribers: list[SubscriberStatus]
    workers: list[WorkerStatus]
    schedules: list[ScheduleStatus]
    database: DatabaseStatus
    entries: int
    parked: int
    parked_since: datetime | None

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.subscribers)

    @property
    def late(self) -> timedelta:
        return max((each.late for each in self.subscribers), default=timedelta())

    @property
    def has_worker(self) -> bool:
        return any(not each.is_silent for each in self.workers)

    @property
    def verdict(self) -> str:
        """The one word to begin with: what needs a person most."""
        if not self.has_worker:
            return "no_worker"
        if self.parked:
            return "parked"
        states = {each.state for each in self.subscribers}
        return next((each for each in ("retrying", "behind") if each in states), "current")


def may_operate(user: User) -> bool:
    """Say whether the person keeps the installation going."""
    return may(user, Act.OPERATE)


def count_troubles(user: User) -> int:
    """Count what waits for the hands of an administrator."""
    if not may_operate(user):
        return 0
    silent = Worker.objects.exclude(told_silent_at=None).count()
    return ParkedEntry.objects.open().count() + silent


def overview(*, for_user: User, at: datetime) -> Overview:
    """
    Tell how the installation is doing.

    :raises NotAllowed: if the person does not operate it.
    """
    check_may(for_user, Act.OPERATE)
    parked = ParkedEntry.objects.open().aggregate(count=Count("pk"), since=Min("parked_at"))
    return Overview(
        subscribers=list_subscribers(at=at),
        workers=list_workers(at=at),
        schedules=_list_schedules(),
        database=describe_database(),
        entries=Entry.objects.count(),
        parked=parked["count"],
        parked_since=parked["since"],
    )


def list_subscribers(*, at: datetime) -> list[SubscriberStatus]:
    """List how far each subscriber has come."""
    cursors = Cursor.objects.in_bulk()
    rows = ParkedEntry.objects.open().values_list("subscriber").annotate(count=Count("pk"))
    parked = dict(rows.order_by("subscriber"))
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = []
    for subscriber in all_subscribers():
        cursor = cursors.get(subscriber.name) or Cursor(subscriber=subscriber.name)
        waiting, since = (0, None)
        if cursor.position < newest:
            waiting, since = _waiting(subscriber, cursor.position)
        found.append(
            SubscriberStatus(
                name=subscriber.name,
                position=newest if not waiting else cursor.position,
                waiting=waiting,
                late=max(at - since, timedelta()) if since else timedelta(),
                tries=cursor.tries,
                retry_at=cursor.retry_at,
                last_error=cursor.last_error,
                parked=parked.get(subscriber.name, 0),
            )
        )
    return found


def _waiting(subscriber: Subscriber, position: int) -> tuple[int, datetime | None]:
    entries = Entry.objects.filter(pk__gt=position)
    if subscriber.kinds is not None:
        entries = entries.filter(kind__in=subscriber.kinds)
    found: dict[str, Any] = entries.aggregate(count=Count("pk"), since=Min("recorded_at"))
    return found["count"], found["since"]


def list_parked(*, for_user: User) -> QuerySet[ParkedEntry]:
    """
    List the entries that wait for a person.

    :raises NotAllowed: if the person does not operate the installation.
    """
    check_may(for_user, Act.OPERATE)
    return ParkedEntry.objects.open().select_related("entry", "entry__actor")


def list_workers(*, at: datetime) -> list[WorkerStatus]:
    """List the workers, those that fell silent among them."""
    return [
        WorkerStatus(worker=worker, is_silent=at - worker.seen_at > SILENT_AFTER)
        for worker in Worker.objects.order_by("started_at", "pk")
    ]


def _list_schedules() -> list[ScheduleStatus]:
    known = {each.name: each for each in Schedule.objects.all()}
    return [ScheduleStatus(job=job, schedule=known.get(job.name)) for job in all_jobs()]


def describe_database() -> DatabaseStatus:
    """Say what the database is and how large."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT current_setting('server_version'), pg_database_size(%s)",
                [connection.settings_dict["NAME"]],
            )
            version, size = cursor.fetchone()
            return DatabaseStatus(name="PostgreSQL", version=version.split(" ")[0], size=size)
        cursor.execute(
            "SELECT sqlite_version(), page_count * page_size "
            "FROM pragma_page_count(), pragma_page_size()"
        )
        version, size = cursor.fetchone()
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    return DatabaseStatus(
        name="SQLite", version=version, size=size + (log.stat().st_size if log.exists() else 0)
    )


def count_pending_migrations() -> int:
    """
    Count the steps that the database lacks for this version.

    :raises BetweenVersions: if it has some of the steps that later became one, and lacks others.
    """
    loader = MigrationLoader(connection, load=False)
    try:
        loader.build_graph()
    except NodeNotFoundError:
        # What it has of the steps that became one needs others that are no more.
        _check_between(loader)
        raise
    _check_between(loader)
    plans = (loader.graph.forwards_plan(leaf) for leaf in loader.graph.leaf_nodes())
    return len({step for plan in plans for step in plan} - loader.applied_migrations.keys())


def _check_between(loader: MigrationLoader) -> None:
    applied = loader.applied_migrations.keys()
    for step in loader.disk_migrations.values():
        replaced = set(step.replaces)
        if replaced & applied and replaced - applied:
            raise BetweenVersions


def get_parked(*, parked_id: int, for_user: User) -> ParkedEntry:
    """
    Find an entry that was parked.

    :raises NotAllowed: if the person does not operate the installation.
    :raises NotThere: if there is none with this id.
    """
    check_may(for_user, Act.OPERATE)
    parked = ParkedEntry.objects.select_related("entry").filter(pk=parked_id).first()
    if parked is None:
        raise NotThere
    return parked
