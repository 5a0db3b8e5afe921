"""When scheduled work was done, and when it is due again."""

from django.db import models


class Schedule(models.Model):
    name = models.CharField(max_length=60, unique=True)
    next_run_at = models.DateTimeField()
    # A run that has begun and not ended: in hand, or cut off with its worker.
    started_at = models.DateTimeField(null=True, blank=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_seconds = models.FloatField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
