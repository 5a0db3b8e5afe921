"""Projects and the milestones on their way."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.projects.lifecycle import NEXT_STATES, MilestoneKind, ProjectKind, ProjectState


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> ProjectQuerySet:
        """Keep the projects on products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Project(models.Model):
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=ProjectKind.choices, default=ProjectKind.RND
    )
    name = models.CharField(_("Name"), max_length=120)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(
        _("State"), max_length=10, choices=ProjectState.choices, default=ProjectState.ACTIVE
    )
    start_on = models.DateField(_("Starts on"), null=True, blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    opened_at = models.DateTimeField()

    objects: ClassVar = ProjectQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def next_states(self) -> tuple[ProjectState, ...]:
        return NEXT_STATES[ProjectState(self.state)]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User) -> MilestoneQuerySet:
        """Keep the milestones of projects that the person may see."""
        return self.filter(project__product_id__in=visible_product_ids(user))


class Milestone(models.Model):
    number = models.CharField(max_length=20, unique=True)
    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    kind = models.CharField(_("Kind"), max_length=20, choices=MilestoneKind.choices)
    name = models.CharField(_("Name"), max_length=120)
    due_on = models.DateField(_("Due on"))
    forecast_on = models.DateField(_("Forecast"))
    reached_on = models.DateField(_("Reached on"), null=True, blank=True)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects: ClassVar = MilestoneQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_reached(self) -> bool:
        return self.reached_on is not None

    @property
    def expected_on(self) -> date:
        """The day it was reached, or is expected."""
        return self.reached_on or self.forecast_on

    @property
    def is_late(self) -> bool:
        return self.expected_on > self.due_on

    def days_late(self, today: date) -> int:
        """Days past its due day: as it was reached, as it is expected, or as it stands today."""
        if self.reached_on:
            return max(0, (self.reached_on - self.due_on).days)
        return max(0, (max(self.forecast_on, today) - self.due_on).days)
