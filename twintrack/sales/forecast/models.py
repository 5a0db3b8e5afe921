"""Forecasts as they were told: rows are only added, so that history never changes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from twintrack.algorithms.forecasting.deals import quarter_of
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import Team, User


class ForecastQuerySet(models.QuerySet["Forecast"]):
    def visible_to(self, user: User) -> ForecastQuerySet:
        """Keep the forecasts for those who may see opportunities and amounts."""
        sees = may(user, Act.SEE_OPPORTUNITIES) and may(user, Act.SEE_AMOUNTS)
        return self if sees else self.none()


class Forecast(models.Model):
    """
    What was told in the morning of a day about the quarter it lies in, in the base currency.

    `from_open` and `from_new` stand before the correction by `factor`; `expected`, `low` and
    `high` (80 %) after it.
    """

    on = models.DateField()
    quarter_on = models.DateField()
    # Nothing for the whole company.
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    done = models.DecimalField(max_digits=18, decimal_places=2)
    from_open = models.DecimalField(max_digits=18, decimal_places=2)
    from_new = models.DecimalField(max_digits=18, decimal_places=2)
    expected = models.DecimalField(max_digits=18, decimal_places=2)
    low = models.DecimalField(max_digits=18, decimal_places=2)
    high = models.DecimalField(max_digits=18, decimal_places=2)
    factor = models.FloatField()
    spread = models.FloatField()
    # How many deals were decided until then, and how many quarters taught the correction.
    closed = models.PositiveIntegerField()
    quarters = models.PositiveSmallIntegerField()
    # Reckoned later, from what was known on the day alone.
    is_replayed = models.BooleanField(default=False)
    # The chance to be won within the quarter, by the code of the stage and the age in days.
    chances = models.JSONField(default=dict)

    objects: ClassVar = ForecastQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "on"], name="one_forecast_a_day"),
            models.UniqueConstraint(
                fields=["on"], condition=Q(team=None), name="one_forecast_of_all_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.team or ''}".strip()

    @property
    def last_on(self) -> date:
        """The last day of the quarter."""
        return date.fromordinal(quarter_of(self.quarter_on.toordinal())[1])
