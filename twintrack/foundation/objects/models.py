"""Counters behind the numbers people use."""

from django.db import models


class Counter(models.Model):
    prefix = models.CharField(max_length=8, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.value}"
