"""Complaints with their clocks, pauses, signals, and the templates of replies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.mailing.models import Sending
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import has_hidden_products
from twintrack.sales.complaints.lifecycle import (
    ALIVE,
    STOPPED,
    ClockState,
    EndedBy,
    PauseKind,
    Purpose,
    Rank,
    SignalKind,
)
from twintrack.sales.customers.models import Ground
from twintrack.sales.feedback.models import Feedback, Severity
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.sales.sla.models import SlaEscalation, SlaPauseReason, SlaPlanVersion

CAUSE_LENGTH = 2000
REPLY_LENGTH = 10_000
SUBJECT_LENGTH = 150


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> ComplaintQuerySet:
        """Keep the complaints whose feedback the person may see: both tracks see the clocks."""
        if not may(user, Act.USE):
            return self.none()
        if not has_hidden_products(user):
            return self
        return self.filter(feedback__in=Feedback.objects.visible_to(user).values("pk"))


class Complaint(models.Model):
    """What is promised about a piece of feedback that is a complaint, and what became of it."""

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="complaint")
    version = models.ForeignKey(SlaPlanVersion, models.PROTECT, related_name="+")
    severity = models.CharField(_("Severity"), max_length=8, choices=Severity.choices)
    started_at = models.DateTimeField()
    # Which comes first in the list, and by when something breaks, or since when nothing does.
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.OVER)
    breaks_at = models.DateTimeField()
    ended_by = models.CharField(max_length=10, choices=EndedBy.choices, blank=True)
    # Counts on when targets change, so that each signal is given once for each of them.
    round = models.PositiveSmallIntegerField(default=1)
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reply = models.TextField(_("What the customer was told"), blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cause = models.TextField(_("Root cause"), blank=True)
    # What R&D does about it, or did; R&D's tables are known by their ids alone.
    cause_requirement_id = models.PositiveBigIntegerField(null=True, blank=True)
    cause_work_item_id = models.PositiveBigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Who at the customer said so.
    confirmed_who = models.CharField(_("Who confirmed it"), max_length=80, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # The list: what breaks next first.
            models.Index(fields=["rank", "breaks_at", "id"], name="complaint_breaks_next"),
            # The same of what is open alone, and how many that are.
            models.Index(
                fields=["rank", "breaks_at", "id"],
                condition=models.Q(ended_by="", resolved_at=None),
                name="complaint_open",
            ),
            # What is over, and what waits for the customer's word, the latest first.
            models.Index(fields=["-breaks_at", "-id"], name="complaint_latest"),
            models.Index(
                fields=["-breaks_at", "-id"],
                condition=models.Q(ended_by="", resolved_at__isnull=False, confirmed_at=None),
                name="complaint_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.feedback)

    @property
    def is_ended(self) -> bool:
        return bool(self.ended_by)

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None

    @property
    def is_alive(self) -> bool:
        return not self.is_ended and not self.is_resolved


class SlaClock(models.Model):
    """One promise about a complaint: the first response, or the resolution."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=10, choices=ClockKind.choices)
    state = models.CharField(max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    target_minutes = models.PositiveIntegerField()
    # Nothing while it is paused and was not due before.
    due_at = models.DateTimeField(null=True, blank=True)
    # When the next warning, breach or step is to be told of.
    next_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    breach_note = models.CharField(_("Why it was too late"), max_length=500, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # How much working time it took.
    took_minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "kind"], name="one_clock_of_a_kind")
        ]
        indexes: ClassVar = [
            # What is to be told of now.
            models.Index(fields=["next_at"], name="clock_next"),
            # Figures by month.
            models.Index(fields=["kind", "stopped_at"], name="clock_stopped"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.kind}"

    @property
    def target(self) -> timedelta:
        return timedelta(minutes=self.target_minutes)

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def is_stopped(self) -> bool:
        return self.state in STOPPED

    def is_late(self, at: datetime) -> bool:
        """Say whether it broke, told of or not."""
        if self.is_stopped:
            return self.state == ClockState.MISSED
        return self.is_alive and self.due_at is not None and self.due_at < at


class ClockPause(models.Model):
    """A time in which the clocks of a complaint stand still."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=9, choices=PauseKind.choices, default=PauseKind.AGREED)
    reason = models.ForeignKey(SlaPauseReason, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("Note"), max_length=500, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(ended_at=None),
                name="one_pause_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.started_at}"

    @property
    def words(self) -> str:
        """Why the clocks stood still, in the reader's language."""
        return str(self.reason) if self.reason else str(PauseKind(self.kind).label)


class ClockSignal(models.Model):
    """A warning, a breach or a step of escalation that was told of: once for each target."""

    clock = models.ForeignKey(SlaClock, models.CASCADE, related_name="signals")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=SignalKind.choices)
    step = models.ForeignKey(SlaEscalation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "round", "step"], name="step_once"),
            models.UniqueConstraint(
                fields=["clock", "round", "kind"],
                condition=models.Q(step=None),
                name="signal_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.kind}"


class ReplySending(Sending):
    """One time that a reply went to the customer by mail: to whom, in which words, by whom."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="sendings")
    purpose = models.CharField(max_length=12, choices=Purpose)
    to = models.EmailField(_("To whom"), max_length=254)
    cc = models.CharField(_("Copies to"), max_length=300, blank=True)
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(_("Subject line"), max_length=SUBJECT_LENGTH)
    message = models.TextField(_("Message"), max_length=REPLY_LENGTH)
    # Why it went to somebody who wants no mail any more.
    ground = models.CharField(_("Ground"), max_length=10, choices=Ground, blank=True)

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state="waiting"),
                name="reply_mails_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} to {self.to}"


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def visible_to(self, user: User) -> ReplyTemplateQuerySet:
        """Keep the templates for those who work here."""
        return self if may(user, Act.USE) else self.none()


class ReplyTemplate(models.Model):
    """What one writes to customers again and again, in both languages."""

    purpose = models.CharField(_("Purpose"), max_length=12, choices=Purpose.choices)
    name_zh = models.CharField(_("Name (Chinese)"), max_length=80)
    name_en = models.CharField(_("Name (English)"), max_length=80)
    body_zh = models.TextField(_("Text (Chinese)"), max_length=REPLY_LENGTH)
    body_en = models.TextField(_("Text (English)"), max_length=REPLY_LENGTH)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReplyTemplateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name_zh, self.name_en)
