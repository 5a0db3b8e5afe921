"""Do the same to several pieces of feedback: all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many, together
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.events import FeedbackWithdrawn
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations.triage import restore, triage, undo_triage, withdraw


@transaction.atomic
def triage_all(
    *, feedback: Sequence[Feedback], route: Route, note: str = "", by: User, at: datetime
) -> list[Feedback]:
    """
    Triage several alike; all of them or none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if one of them is settled or set aside.
    """
    with _held(feedback):
        return [triage(feedback=each, route=route, note=note, by=by, at=at) for each in feedback]


@transaction.atomic
def withdraw_all(
    *, feedback: Sequence[Feedback], reason: str = "", by: User, at: datetime
) -> list[Feedback]:
    """
    Take several back; all of them or none.

    :raises NotAllowed: if the person neither recorded one of them nor triages.
    :raises StateNotReachable: if one of them is settled or set aside.
    """
    with _held(feedback):
        return [withdraw(feedback=each, reason=reason, by=by, at=at) for each in feedback]


@transaction.atomic
def undo_triage_all(*, feedback: Sequence[Feedback], by: User, at: datetime) -> list[Feedback]:
    """
    Let several wait for triage again; all of them or none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotSetAside: if one of them has been settled since.
    """
    with _held(feedback):
        return [undo_triage(feedback=each, by=by, at=at) for each in feedback]


@transaction.atomic
def restore_all(*, feedback: Sequence[Feedback], by: User, at: datetime) -> list[Feedback]:
    """
    Let several that were withdrawn count again; all of them or none.

    :raises NotAllowed: if the person neither recorded one of them nor triages.
    :raises NotSetAside: if one of them is not withdrawn.
    """
    with _held(feedback):
        return [restore(feedback=each, by=by, at=at) for each in feedback]


@transaction.atomic
def forget_all(
    *, feedback: Sequence[Feedback], by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """
    Withdraw what came from elsewhere as if it had not come: what comes again is recorded anew.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    rows = list(_rows(feedback))
    records = []
    for row in rows:
        records.append(
            Record(
                event=FeedbackWithdrawn(
                    feedback_id=row.pk, number=row.number, came_from=row.state, reason="undone"
                ),
                about=row,
            )
        )
        row.state_before, row.state, row.external_id = row.state, State.WITHDRAWN, ""
    Feedback.objects.bulk_update(rows, ["state_before", "state", "external_id"], batch_size=500)
    record_many(records, by=by, at=at, caused_by=caused_by)


@contextmanager
def _held(feedback: Sequence[Feedback]) -> Iterator[None]:
    """Hold all in one order before any is changed, and tell the ledger when all are."""
    list(_rows(feedback).only("pk"))
    with together():
        yield


def _rows(feedback: Sequence[Feedback]) -> QuerySet[Feedback]:
    rows: QuerySet[Feedback] = Feedback.objects.select_for_update(no_key=True)
    return rows.filter(pk__in=[each.pk for each in feedback]).order_by("pk")
