"""Dated exchange rates."""

from typing import ClassVar

from django.db import models


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in the base currency from a day on."""

    currency = models.CharField(max_length=3)
    on = models.DateField()
    to_base = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "on"], name="one_rate_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
