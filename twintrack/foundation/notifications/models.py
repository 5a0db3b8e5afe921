"""What each person is told."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from twintrack.foundation.notifications.reasons import reason_of


class NotificationQuerySet(models.QuerySet["Notification"]):
    def awake(self, at: datetime) -> NotificationQuerySet:
        """Keep those that are not put off beyond a moment."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))

    def asleep(self, at: datetime) -> NotificationQuerySet:
        """Keep those that are put off beyond a moment."""
        return self.filter(snoozed_until__gt=at)


class Notification(models.Model):
    """One thing told to one person, because of one entry of the ledger."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    # Which template tells it, such as `handoffs/decision`.
    told_by = models.CharField(max_length=60)
    # Why this person: a code that an app registered with its words.
    because = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.PositiveBigIntegerField()
    # What the template needs besides the entry, such as whom of one's customers it concerns.
    details = models.JSONField(default=dict)
    # Told because the person watches the object: what another rule says of the same says more.
    is_general = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # Whatever is retried, a person is told of an entry about an object once.
            models.UniqueConstraint(
                fields=["recipient", "entry", "subject_kind", "subject_id"], name="told_once"
            )
        ]
        indexes: ClassVar = [
            # The badge in the side bar.
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="unread")
        ]

    def __str__(self) -> str:
        return f"{self.told_by} to {self.recipient_id}"

    @property
    def reason(self) -> str:
        """Why this person is told, in the reader's language."""
        return reason_of(self.because)

    @property
    def template(self) -> str:
        app, name = self.told_by.split("/")
        return f"{app}/notices/{name}.html"


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    # Handed to the mail server, the answer not noted yet: never handed over again.
    SENDING = "sending"
    SENT = "sent"
    # Read in the meantime, or mail no longer wanted.
    DROPPED = "dropped"
    FAILED = "failed"


class Delivery(models.Model):
    """A notification that is to go out by mail: alone, or with others once a day."""

    notification = models.OneToOneField(Notification, models.CASCADE, related_name="delivery")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_daily = models.BooleanField(default=False)
    state = models.CharField(
        max_length=7, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    # When it was claimed, and then when it was sent.
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["state"], name="delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} to {self.recipient_id}: {self.state}"
