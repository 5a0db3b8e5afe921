"""What each person is told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """One thing told to one person, because of one entry of the ledger."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    # Which template tells it, such as `handoffs/decision`.
    told_by = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.PositiveBigIntegerField()
    # What the template needs besides the entry, such as whom of one's customers it concerns.
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

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
    def template(self) -> str:
        app, name = self.told_by.split("/")
        return f"{app}/notices/{name}.html"
