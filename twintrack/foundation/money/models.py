"""Dated exchange rates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def visible_to(self, user: User) -> ExchangeRateQuerySet:
        """Keep all, for everybody in the company: rates are no secret."""
        return self if may(user, Act.USE) else self.none()


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in the base currency from a day on."""

    currency = models.CharField(_("Currency"), max_length=3)
    on = models.DateField(_("Valid from"))
    to_base = models.DecimalField(_("Rate"), max_digits=18, decimal_places=8)

    objects: ClassVar = ExchangeRateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["currency", "on"], name="one_rate_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
