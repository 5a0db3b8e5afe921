"""What a person was told."""

from django.db.models import QuerySet

from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User


def list_notifications(*, for_user: User) -> QuerySet[Notification]:
    """List what a person was told, the newest first."""
    told = Notification.objects.filter(recipient=for_user)
    return told.select_related("entry", "entry__actor").order_by("-pk")


def count_unread(user: User) -> int:
    """Count what a person has not read yet."""
    return Notification.objects.filter(recipient=user, read_at=None).count()
