"""Releases, and the figures that they must reach."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.releases.lifecycle import FROZEN, NEXT_STATES, OPEN, State


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> ReleaseQuerySet:
        """Keep the releases of products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Release(models.Model):
    number = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    # What customers call it; its name is the release's, kept so by the operations.
    version = models.OneToOneField("products.Version", models.PROTECT, related_name="+")
    name = models.CharField(_("Version"), max_length=40)
    goal = models.CharField(_("Goal"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    state = models.CharField(
        _("State"), max_length=14, choices=State.choices, default=State.PLANNED
    )
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    # Expected on another day than planned; without it the planned day is expected.
    forecast_on = models.DateField(_("Expected on"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("Frozen at"), null=True, blank=True)
    released_on = models.DateField(_("Released on"), null=True, blank=True)
    # Why it shipped although gates were not met.
    shipped_reason = models.TextField(blank=True)
    shipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The roll-out waits since this day, and why.
    rollout_paused_on = models.DateField(null=True, blank=True)
    rollout_reason = models.TextField(blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("Why it was withdrawn"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "name"], name="release_named_once")
        ]
        indexes: ClassVar = [
            # What of a product can be planned for; what is frozen now.
            models.Index(fields=["product", "state"], name="release_of_product"),
            models.Index(fields=["state"], name="release_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES[State(self.state)]

    @property
    def expected_on(self) -> date | None:
        """The day it was released, or is expected, or else the one planned."""
        return self.released_on or self.forecast_on or self.planned_on

    @property
    def days_late(self) -> int:
        """Days by which it is expected, or was released, later than planned; below 0 earlier."""
        if not self.planned_on or not self.expected_on:
            return 0
        return (self.expected_on - self.planned_on).days

    @property
    def is_frozen(self) -> bool:
        return State(self.state) in FROZEN

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN


class GateTarget(models.Model):
    """What a product's releases must reach at a gate, where that differs from the usual."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    target = models.DecimalField(_("Target"), max_digits=7, decimal_places=2, null=True, blank=True)
    is_on = models.BooleanField(_("Gate counts"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "code"], name="gate_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.code}: {self.target}"


class Waiver(models.Model):
    """A gate that was not met when a release was shipped all the same."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    figure = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "code"], name="gate_waived_once")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.code}"


class GateState(models.Model):
    """What a gate of a frozen release found last, so that a turn for the worse is told."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    verdict = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "code"], name="gate_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.code}: {self.verdict}"


class ReleaseNotes(models.Model):
    """What a release tells its customers, in one language."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="notes")
    language = models.CharField(max_length=10)
    body = models.TextField(_("Release notes"), blank=True)
    # What was made of the requirements last; hand edits are what differs from it.
    base = models.TextField(blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "release notes"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "language"], name="notes_once_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.language}"


class RolloutStep(models.Model):
    """The share of the installed base that is to have a release by a week."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="rollout")
    # The Monday of the week.
    week = models.DateField(_("Week"))
    percent = models.PositiveSmallIntegerField(_("Share"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "week"], name="rollout_step_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.week}: {self.percent}"
