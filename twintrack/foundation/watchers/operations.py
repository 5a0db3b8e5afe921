"""Watch an object, or stop to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.events import WatchStarted, WatchStopped
from twintrack.foundation.watchers.models import Watcher
from twintrack.foundation.watchers.queries import list_people_watching

if TYPE_CHECKING:
    from django.db.models import Model


@transaction.atomic
def watch(*, about: Model, by: User, at: datetime, caused_by: Entry | None = None) -> None:
    """
    Let a person be told of what happens to an object that they were shown.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    if by not in list_people_watching(about):
        _set(about, by, at, is_on=True)
        record(WatchStarted(user_id=by.pk), about=about, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def unwatch(*, about: Model, by: User, at: datetime, caused_by: Entry | None = None) -> None:
    """
    Tell a person no more of an object, whatever they do there or are to it.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    if by in list_people_watching(about):
        _set(about, by, at, is_on=False)
        record(WatchStopped(user_id=by.pk), about=about, by=by, at=at, caused_by=caused_by)


def _set(about: Model, by: User, at: datetime, *, is_on: bool) -> None:
    Watcher.objects.update_or_create(
        about_kind=kind_of(about).code,
        about_id=about.pk,
        user=by,
        defaults={"is_on": is_on, "since": at},
    )


def join(*, about: Model, people: Collection[int], at: datetime) -> None:
    """
    Let people watch from now on because of what they did; who stopped to is left alone.

    What they did is the record: joining adds none.
    """
    kind = kind_of(about).code
    rows = [Watcher(about_kind=kind, about_id=about.pk, user_id=pk, since=at) for pk in people]
    Watcher.objects.bulk_create(rows, ignore_conflicts=True)
