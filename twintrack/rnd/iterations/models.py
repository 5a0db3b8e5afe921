"""Iterations of teams, and the cadence in which they follow one another."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import Team, User
from twintrack.rnd.iterations.lifecycle import NEXT_STATES, OPEN, IterationState


class IterationQuerySet(models.QuerySet["Iteration"]):
    def visible_to(self, user: User) -> IterationQuerySet:
        """Keep what the person may see: whoever sees the teams sees when they do what."""
        return self if may(user, Act.USE) else self.none()

    def open(self) -> IterationQuerySet:
        """Keep those that are planned or run."""
        return self.filter(state__in=OPEN)


class Iteration(models.Model):
    number = models.CharField(max_length=20, unique=True)
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="iterations", verbose_name=_("Team")
    )
    name = models.CharField(_("Name"), max_length=120)
    goal = models.TextField(_("Goal"), blank=True)
    start_on = models.DateField(_("Starts on"))
    end_on = models.DateField(_("Ends on"))
    state = models.CharField(
        _("State"),
        max_length=10,
        choices=IterationState.choices,
        default=IterationState.PLANNED,
    )
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The time the team had when it started: calendars and leave change afterwards.
    person_days = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    objects: ClassVar = IterationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team"],
                condition=models.Q(state=IterationState.ACTIVE),
                name="one_active_iteration_per_team",
            ),
            models.CheckConstraint(
                condition=models.Q(end_on__gte=models.F("start_on")),
                name="iteration_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "start_on"], name="iterations_of_team")]

    def __str__(self) -> str:
        return self.name

    @property
    def next_states(self) -> tuple[IterationState, ...]:
        return NEXT_STATES[IterationState(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, today: date) -> bool:
        """Say whether it runs on after its last day."""
        return self.state == IterationState.ACTIVE and today > self.end_on


class Cadence(models.Model):
    """How long a team's iterations are, and how the next one is named."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="cadence")
    weeks = models.PositiveSmallIntegerField(_("Weeks"), default=2)
    pattern = models.CharField(_("Name of each"), max_length=80)

    class Meta:
        verbose_name_plural = "cadences"

    def __str__(self) -> str:
        return f"{self.team}: {self.weeks}"
