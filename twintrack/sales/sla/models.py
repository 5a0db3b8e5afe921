"""SLA plans and their versions: a version never changes, so clocks keep what they began with."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.lifecycle import ClockKind, StartsFrom, Trigger, Whom


class SlaPlanQuerySet(models.QuerySet["SlaPlan"]):
    def visible_to(self, user: User) -> SlaPlanQuerySet:
        """Keep the plans for those who work here: both tracks know by when an answer is due."""
        return self if may(user, Act.USE) else self.none()

    def in_use(self) -> SlaPlanQuerySet:
        """Keep what a contract may be bound to."""
        return self.filter(retired_at=None)


class SlaPlan(models.Model):
    name_zh = models.CharField(_("Name (Chinese)"), max_length=80)
    name_en = models.CharField(_("Name (English)"), max_length=80)
    # For customers whose contract names no plan.
    is_default = models.BooleanField(default=False)
    # Not offered any more; clocks and contracts that have it keep it.
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SlaPlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_sla_plan"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name_zh or self.name_en, self.name_en or self.name_zh)


class SlaPlanVersion(models.Model):
    """The terms of a plan as they hold from a moment on."""

    plan = models.ForeignKey(SlaPlan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Empty: no public holidays. A part of a country as in `DE-BY`.
    country = models.CharField(_("Public holidays of"), max_length=12, blank=True)
    around_the_clock = models.BooleanField(_("Around the clock, all days"), default=False)
    weekdays = models.CharField(_("Working days"), max_length=7, default="01234")
    # Minutes after midnight of the time zone; closed before it opens is on the next day.
    opens = models.PositiveSmallIntegerField(_("Opens at"), default=9 * 60)
    closes = models.PositiveSmallIntegerField(_("Closes at"), default=18 * 60)
    zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    # Each with its `day`, `name`, and whether it `is_working`.
    special_days = models.JSONField(default=list)
    starts_from = models.CharField(
        _("Clocks begin"), max_length=8, choices=StartsFrom.choices, default=StartsFrom.RECORDED
    )
    warn_percent = models.PositiveSmallIntegerField(_("Warn at % of the target"), default=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Nothing for the one that comes with the product: it holds from the beginning.
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="sla_version_once"),
            models.CheckConstraint(
                condition=~Q(closes=models.F("opens")), name="sla_is_open_for_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"


class SlaTarget(models.Model):
    """How much working time there is for a severity; where nothing is said no clock runs."""

    version = models.ForeignKey(SlaPlanVersion, models.CASCADE, related_name="targets")
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity.choices)
    response_minutes = models.PositiveIntegerField(_("First response"), null=True, blank=True)
    resolution_minutes = models.PositiveIntegerField(_("Resolution"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "severity"], name="sla_target_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.severity}"

    def time_for(self, kind: str) -> timedelta | None:
        """Give how much working time a clock has."""
        is_response = kind == ClockKind.RESPONSE
        minutes = self.response_minutes if is_response else self.resolution_minutes
        return None if minutes is None else timedelta(minutes=minutes)


class SlaEscalation(models.Model):
    """Who is told when a clock has run so far, or so long after its breach."""

    version = models.ForeignKey(SlaPlanVersion, models.CASCADE, related_name="escalations")
    position = models.PositiveSmallIntegerField()
    clock = models.CharField(_("Clock"), max_length=10, choices=ClockKind.choices)
    trigger = models.CharField(_("When"), max_length=12, choices=Trigger.choices)
    # Per cent of the target, or working minutes after the breach.
    value = models.PositiveIntegerField(_("How much"))
    whom = models.CharField(_("Whom"), max_length=7, choices=Whom.choices)
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="sla_step_order")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.position}"

    @property
    def who(self) -> str:
        """Whom it tells, in the reader's language."""
        return self.get_role_display() if self.whom == Whom.ROLE else self.get_whom_display()


class SlaPauseReason(models.Model):
    """Why clocks of a plan may be paused."""

    version = models.ForeignKey(SlaPlanVersion, models.CASCADE, related_name="pause_reasons")
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(_("Name (Chinese)"), max_length=80)
    name_en = models.CharField(_("Name (English)"), max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="sla_reason_order")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name_zh or self.name_en, self.name_en or self.name_zh)
