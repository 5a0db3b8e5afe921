"""When people work: calendars of teams and persons, days of their own, leave, shares of time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import Team, User
from twintrack.hub.scheduling.lifecycle import LeaveKind

# Monday to Friday, as `date.weekday` counts.
WEEKDAYS = "01234"
HOURS = Decimal(8)


class WorkCalendar(models.Model):
    """Working days and hours of a team, or of one person who has others than the team."""

    team = models.OneToOneField(Team, models.CASCADE, null=True, related_name="calendar")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="calendar"
    )
    weekdays = models.CharField(_("Working days"), max_length=7, default=WEEKDAYS)
    hours = models.DecimalField(
        _("Hours a day"),
        max_digits=3,
        decimal_places=1,
        default=HOURS,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(24))],
    )
    # Public holidays are free, and make-up days are worked.
    keeps_holidays = models.BooleanField(_("Public holidays and make-up days"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) ^ models.Q(person__isnull=True),
                name="calendar_of_a_team_or_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.team or self.person}: {self.weekdays}"


class SpecialDay(models.Model):
    """A day on which a team is free although others work, or works although others are free."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="special_days")
    day = models.DateField(_("Day"))
    name = models.CharField(_("Occasion"), max_length=80)
    is_working = models.BooleanField(_("A working day"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "day"], name="one_special_day_per_team_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class LeaveQuerySet(models.QuerySet["Leave"]):
    def visible_to(self, user: User) -> LeaveQuerySet:
        """Keep the leave of colleagues: everybody sees who is away; why, only some do."""
        return self if may(user, Act.USE) else self.filter(person=user)

    def between(self, start: date, end: date) -> LeaveQuerySet:
        """Keep what holds and falls on some of these days."""
        return self.filter(withdrawn_at=None, start_on__lte=end, end_on__gte=start)


class Leave(models.Model):
    """Days on which a person is away; the first and the last may be halves."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaves", verbose_name=_("Person")
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=LeaveKind.choices)
    start_on = models.DateField(_("Starts on"))
    end_on = models.DateField(_("Ends on"))
    starts_at_noon = models.BooleanField(_("From noon"), default=False)
    ends_at_noon = models.BooleanField(_("Until noon"), default=False)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = LeaveQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="leave_ends_after_it_starts",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "end_on"], name="leave_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.start_on} – {self.end_on}"

    def part_of(self, day: date) -> Decimal:
        """Say how much of a day it takes: all, half or nothing."""
        if not self.start_on <= day <= self.end_on:
            return Decimal(0)
        part = Decimal(1)
        if day == self.start_on and self.starts_at_noon:
            part -= Decimal("0.5")
        if day == self.end_on and self.ends_at_noon:
            part -= Decimal("0.5")
        return part

    def tells_kind_to(self, user: User) -> bool:
        """Say whether somebody may know why the person is away."""
        return user.pk == self.person_id or may(user, Act.KEEP_CALENDARS)


class TimeShare(models.Model):
    """How much of a person's working time goes into the planned work of one team, in per cent."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="time_shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="time_shares")
    percent = models.PositiveSmallIntegerField(
        _("Share of time"), default=100, validators=[MaxValueValidator(100)]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "person"], name="one_share_per_team_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}: {self.percent} %"
