"""Which requirement each piece of feedback stands behind, and which others it may belong to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids


class Way(models.TextChoices):
    CREATED = "created", _("Created automatically")
    MATCHED = "matched", _("Attached automatically")
    ATTACHED = "attached", _("Attached by a person")


class Handoff(models.Model):
    feedback = models.ForeignKey("feedback.Feedback", models.PROTECT, related_name="handoffs")
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    requirement = models.ForeignKey("backlog.Requirement", models.PROTECT, related_name="handoffs")
    way = models.CharField(max_length=10, choices=Way.choices)
    # How surely it is the same as what stood there, and the words that say so.
    similarity = models.FloatField(null=True)
    words = models.JSONField(default=list)
    # What the two were compared by when it was attached by itself: matching learns from it.
    features = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField()
    # Where it stood before it was moved last, so that the move can be taken back.
    before = models.ForeignKey(
        "backlog.Requirement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    way_before = models.CharField(max_length=10, choices=Way.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Whatever is retried, feedback is handed over once for each product it is about.
            models.UniqueConstraint(fields=["feedback", "product"], name="handed_over_once")
        ]
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


class ProposalState(models.TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Attached")
    DISMISSED = "dismissed", _("Not the same")
    # Another one was accepted.
    LAPSED = "lapsed", _("Settled otherwise")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> ProposalQuerySet:
        """Keep the proposals about products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Proposal(models.Model):
    """Feedback may be about a requirement that exists: a person decides."""

    feedback = models.ForeignKey("feedback.Feedback", models.CASCADE, related_name="proposals")
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    requirement = models.ForeignKey("backlog.Requirement", models.CASCADE, related_name="proposals")
    similarity = models.FloatField()
    words = models.JSONField(default=list)
    # What the two were compared by: matching learns from it once somebody has decided.
    features = models.JSONField(null=True, blank=True)
    state = models.CharField(
        max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feedback", "requirement"], name="proposed_once")
        ]
        indexes: ClassVar = [
            # What waits for a decision, the surest first.
            models.Index(
                fields=["-similarity", "-id"], condition=Q(state="open"), name="proposal_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id} to {self.requirement_id}: {self.similarity:.2f}"


_SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class ThresholdsQuerySet(models.QuerySet["Thresholds"]):
    def visible_to(self, user: User) -> ThresholdsQuerySet:
        """Everybody who works here may know from when on feedback is attached by itself."""
        return self


class Thresholds(models.Model):
    """From which similarity on feedback is attached by itself, and proposed: one row at most."""

    attach = models.FloatField(_("Attach automatically from"), validators=_SHARE)
    propose = models.FloatField(_("Propose from"), validators=_SHARE)

    objects: ClassVar = ThresholdsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thresholds"

    def __str__(self) -> str:
        return f"{self.propose} and {self.attach}"
