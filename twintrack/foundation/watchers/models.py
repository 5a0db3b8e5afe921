"""Who watches what, where it does not follow from looking after it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Watcher(models.Model):
    """Somebody who watches an object, or does not want to although they look after it."""

    about_kind = models.CharField(max_length=30)
    about_id = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_kind", "about_id", "user"], name="watches_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.about_kind}:{self.about_id}"
