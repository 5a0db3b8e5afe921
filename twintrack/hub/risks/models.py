"""Risks, how early warning rules are set, and what they are silent about."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.risks.lifecycle import ALIVE, NEXT_STATES, RiskState
from twintrack.hub.risks.rules import find_rule

ALIVE_STATES = sorted(ALIVE)


class RiskKind(models.TextChoices):
    TECHNICAL = "technical", _("Technical")
    RESOURCE = "resource", _("Resources")
    CUSTOMER = "customer", _("Customer")
    COMMERCIAL = "commercial", _("Commercial")


class Response(models.TextChoices):
    AVOID = "avoid", _("Avoid it")
    REDUCE = "reduce", _("Make it smaller")
    TRANSFER = "transfer", _("Hand it on")
    ACCEPT = "accept", _("Live with it")


class Outcome(models.TextChoices):
    RIGHT = "right", _("The warning was right")
    WRONG = "wrong", _("The warning was wrong")


class RiskQuerySet(models.QuerySet["Risk"]):
    def visible_to(self, user: User) -> RiskQuerySet:
        """Keep the risks of products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))

    def alive(self) -> RiskQuerySet:
        """Keep what may still happen."""
        return self.filter(state__in=ALIVE_STATES)


class Risk(models.Model):
    number = models.CharField(max_length=20, unique=True)
    # Empty where a rule raised it: then its words are made of its evidence.
    title = models.CharField(_("What may happen"), max_length=200, blank=True)
    description = models.TextField(_("Description"), blank=True)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=RiskKind.choices, default=RiskKind.TECHNICAL
    )
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    project = models.ForeignKey(
        "projects.Project",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Project"),
    )
    state = models.CharField(
        _("State"), max_length=10, choices=RiskState.choices, default=RiskState.OPEN
    )
    probability = models.PositiveSmallIntegerField(
        _("Probability (%)"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    impact_days = models.PositiveSmallIntegerField(
        _("Impact (working days)"), validators=[MaxValueValidator(999)], default=0
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    response = models.CharField(_("Response"), max_length=8, choices=Response.choices, blank=True)
    plan = models.TextField(_("What is done about it"), blank=True)
    trigger = models.CharField(_("By what one sees that it happens"), max_length=300, blank=True)
    review_on = models.DateField(_("Check again on"), null=True, blank=True)
    # The early warning rule that raised it, what it is about, and on what it rests.
    rule = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    evidence = models.JSONField(default=dict)
    # When the rule did not see it any more, and whether it had been right.
    cleared_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = RiskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id"],
                condition=Q(cleared_at=None) & ~Q(rule=""),
                name="one_warning_at_a_time",
            )
        ]
        indexes: ClassVar = [
            # The list: the gravest first.
            models.Index(fields=["state", "-probability", "-id"], name="risk_by_probability"),
            models.Index(fields=["-updated_at", "-id"], name="risk_by_change"),
            # How often a rule was right.
            models.Index(fields=["rule", "outcome"], name="risk_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.words}"

    @property
    def words(self) -> str:
        """What may happen, in the reader's language."""
        rule = find_rule(self.rule)
        return rule.say(self.evidence) if rule else self.title

    @property
    def next_states(self) -> tuple[RiskState, ...]:
        return NEXT_STATES[RiskState(self.state)]

    @property
    def is_alive(self) -> bool:
        return RiskState(self.state) in ALIVE

    @property
    def tone(self) -> str:
        """How grave it looks: by its probability, and by what it would cost."""
        weight = self.probability * max(self.impact_days, 1)
        return "bad" if weight >= 300 or self.probability >= 80 else "warn" if weight >= 60 else ""


class RuleSetting(models.Model):
    """How a company tuned an early warning rule; without one the rule's own values hold."""

    code = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField(_("On"), default=True)
    parameters = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Mute(models.Model):
    """A rule says nothing about one object, or about all, until a day or until it is lifted."""

    code = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(_("Why"), max_length=300)
    until = models.DateField(_("Until"), null=True, blank=True)
    muted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    muted_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code", "lifted_at"], name="mutes_of_rule")]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"

    def holds(self, at: datetime) -> bool:
        """Say whether it is still silent."""
        return self.lifted_at is None and (
            self.until is None or timezone.localdate(at) <= self.until
        )
