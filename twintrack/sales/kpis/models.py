"""What measures came to, as it was known then, and what they should come to: rows only added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.analytics.months import Month
from twintrack.foundation.access.rules import Act, may, sees_everything
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.lifecycle import Part, Span, Warn
from twintrack.sales.visits.progress import people_under


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def visible_to(self, user: User) -> FreezeQuerySet:
        """Keep all for who sees what the company sells: single values are guarded by whose."""
        return self if may(user, Act.SEE_COMPANY_SALES) else self.none()


class Freeze(models.Model):
    """One night in which values were kept."""

    on = models.DateField(unique=True)
    taken_at = models.DateTimeField()

    objects: ClassVar = FreezeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.on)


class FrozenValue(models.Model):
    """
    What a measure came to for somebody, as it was known in the night of `freeze`.

    Sums and counts are kept rather than the value, so that values can be added up and explained.
    """

    freeze = models.ForeignKey(Freeze, models.CASCADE, related_name="values")
    measure = models.CharField(max_length=50)
    span = models.CharField(max_length=5, choices=Span.choices)
    # The first day of the month, or the day.
    on = models.DateField()
    part_of = models.CharField(max_length=7, choices=Part.choices, default=Part.COMPANY)
    # The id of the product, team or person; 0 for the company.
    whose = models.PositiveBigIntegerField(default=0)
    count = models.PositiveIntegerField()
    part = models.FloatField()
    whole = models.FloatField()
    still_open = models.PositiveIntegerField(default=0)
    middle = models.FloatField(null=True)
    spread = models.FloatField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["part_of", "whose", "span", "measure", "on"], name="measure_frozen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.on}"

    @property
    def month(self) -> Month:
        """The sums and counts as measures read them."""
        return Month(
            starts_on=self.on,
            count=self.count,
            part=self.part,
            whole=self.whole,
            middle=self.middle,
            spread=self.spread,
            open=self.still_open,
        )


class SalesTargetQuerySet(models.QuerySet["SalesTarget"]):
    def visible_to(self, user: User) -> SalesTargetQuerySet:
        """Keep the company's for sales, and those of oneself, one's teams and whom one leads."""
        if not may(user, Act.SEE_SALES_MEASURES):
            return self.none()
        if sees_everything(user):
            return self
        own = models.Q(part_of=Part.PERSON, whose__in=people_under(user))
        teams = models.Q(part_of=Part.TEAM, whose__in=user.teams.values("pk"))
        return self.filter(models.Q(part_of=Part.COMPANY) | own | teams)


class SalesTarget(models.Model):
    """What a measure should come to from a day on, until a later row of the same says otherwise."""

    measure = models.CharField(max_length=50)
    part_of = models.CharField(max_length=7, choices=Part.choices, default=Part.COMPANY)
    # The id of the team or person; 0 for the company.
    whose = models.PositiveBigIntegerField(default=0)
    # In the unit that people see; nothing where there is to be no target.
    value = models.FloatField(_("Target"), null=True, blank=True)
    warn = models.CharField(_("Warn"), max_length=7, choices=Warn.choices, default=Warn.MISSED)
    since = models.DateField(_("From"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = SalesTargetQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["measure", "since"], name="sales_target_by_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
