"""What a person was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from twintrack.foundation.memory.once import once
from twintrack.foundation.notifications.models import (
    Delivery,
    DeliveryState,
    Notification,
    NotificationQuerySet,
)
from twintrack.foundation.people.models import User


def list_notifications(
    *, for_user: User, view: str = "all", at: datetime | None = None
) -> QuerySet[Notification]:
    """List what a person was told, the newest first: what is unread, all, or put off."""
    told: NotificationQuerySet = Notification.objects.filter(recipient=for_user)
    if at is not None:
        told = told.asleep(at) if view == "snoozed" else told.awake(at)
    if view == "unread":
        told = told.filter(read_at=None)
    return told.select_related("entry", "entry__actor").order_by("-pk")


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """How many notifications a person has to read, and the newest one of anybody."""

    unread: int
    newest: int


# Every page asks both: written by hand, and at once, they take a sixth of the time.
INBOX = """
    SELECT COUNT(*), (SELECT MAX(id) FROM notifications_notification)
    FROM notifications_notification
    WHERE recipient_id = %s AND read_at IS NULL
        AND (snoozed_until IS NULL OR snoozed_until <= %s)
"""


def look_into_inbox(user: User, *, at: datetime) -> Inbox:
    """Count what a person has not read yet and has not put off; asked once in a request."""

    def ask() -> Inbox:
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(INBOX, [user.pk, moment])
            unread, newest = cursor.fetchone()
        return Inbox(unread=unread, newest=newest or 0)

    return once(("inbox", user.pk), ask)


def count_unread(user: User, *, at: datetime) -> int:
    """Count what a person has not read yet and has not put off."""
    return look_into_inbox(user, at=at).unread


def count_snoozed(user: User, *, at: datetime) -> int:
    """Count what a person has put off."""
    count: int = Notification.objects.filter(recipient=user).asleep(at).count()
    return count


def count_mail() -> dict[str, int]:
    """Count the mails that wait, that failed, and that may have been lost half-way."""
    return Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
    )


def find_recipient(pk: int | None) -> User | None:
    """Find who gets mails."""
    if pk is None:
        return None
    return User.objects.filter(pk=pk, is_active=True, is_service=False).first()
