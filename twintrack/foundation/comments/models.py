"""Comments on objects of any kind."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

TEXT_LENGTH = 10_000


class Comment(models.Model):
    """What somebody said about an object; whoever sees the object may read it."""

    about_kind = models.CharField(max_length=30)
    about_id = models.PositiveBigIntegerField()
    # People are named by their ids, as `@{12}`: whoever takes another name is meant still.
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    # All who were ever named, so that nobody is told twice.
    mentioned_ids = models.JSONField(default=list)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # What was said about one object.
            models.Index(fields=["about_kind", "about_id", "id"], name="comment_about"),
            # What is to be erased for good.
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False) & ~models.Q(text=""),
                name="comment_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} at {self.about_kind}:{self.about_id}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None
