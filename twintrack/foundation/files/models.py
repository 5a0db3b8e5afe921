"""Files that belong to objects."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models


def place_of(attachment: Attachment, _name: str) -> str:
    """Choose where a file lies: never by the name it came with."""
    return f"{attachment.added_at:%Y/%m}/{uuid4().hex}"


class Attachment(models.Model):
    """A file kept with an object; whoever sees the object may read it."""

    about_kind = models.CharField(max_length=30)
    about_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=place_of, max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # The files of one object.
            models.Index(fields=["about_kind", "about_id"], name="attachment_about")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type in PICTURES


# What a browser may show by itself; SVG is left out because it can carry scripts.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
