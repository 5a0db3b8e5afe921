"""Tell people, and note what they have read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model


def notify(
    *,
    recipient: User,
    entry: Entry,
    told_by: str,
    about: Model,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> Notification | None:
    """
    Tell a person what an entry means for an object; at most once, and only who is still here.

    `details` is what the template needs besides the entry, as JSON can carry it.
    The entry itself is the record: telling adds none.
    """
    if not recipient.is_active or recipient.is_service:
        return None
    told, _is_new = Notification.objects.get_or_create(
        recipient=recipient,
        entry=entry,
        subject_kind=kind_of(about).code,
        subject_id=about.pk,
        defaults={"told_by": told_by, "created_at": at, "details": details or {}},
    )
    return told


@transaction.atomic
def mark_read(*, recipient: User, notification_id: int | None, at: datetime) -> int:
    """Note that a person has read one notification, or all; gives how many were unread."""
    unread = Notification.objects.filter(recipient=recipient, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=at)
