"""What a person was told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

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


def count_unread(user: User, *, at: datetime) -> int:
    """Count what a person has not read yet and has not put off."""
    count: int = Notification.objects.filter(recipient=user, read_at=None).awake(at).count()
    return count


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
