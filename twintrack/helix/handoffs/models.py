"""Which requirement each piece of feedback stands behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    CREATED = "created", _("Made by itself")
    ATTACHED = "attached", _("Attached by a person")


class Handoff(models.Model):
    # One to one: whatever is retried, feedback is handed over once.
    feedback = models.OneToOneField("feedback.Feedback", models.PROTECT, related_name="handoff")
    requirement = models.ForeignKey("backlog.Requirement", models.PROTECT, related_name="handoffs")
    way = models.CharField(max_length=10, choices=Way.choices)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # Who waits for a requirement.
            models.Index(fields=["requirement", "feedback"], name="handoff_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} to {self.requirement_id}"


class MergedHandoff(models.Model):
    """A handoff that followed its requirement into another one, so that it can go back."""

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="merges")
    source = models.ForeignKey("backlog.Requirement", models.PROTECT, related_name="+")
    target = models.ForeignKey("backlog.Requirement", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handoff", "source"], name="followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.handoff_id}: {self.source_id} to {self.target_id}"
