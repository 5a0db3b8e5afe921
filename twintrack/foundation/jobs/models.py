"""The workers that run, or ran a moment ago."""

from django.db import models


class Worker(models.Model):
    """A running worker; one that ends properly takes its row with it."""

    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # When administrators were told that it gives no sign any more.
    told_silent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"
