"""Rules of segments, segments set by hand, and how segments changed."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Segment
from twintrack.sales.segments.lifecycle import AMOUNTS, MOST_POINTS, POINTS_A, POINTS_B, Measure


class SegmentRuleQuerySet(models.QuerySet["SegmentRule"]):
    def visible_to(self, user: User) -> SegmentRuleQuerySet:
        """Keep what the person may see: all for whoever looks after customers."""
        return self if may(user, Act.MANAGE_CUSTOMERS) else self.none()


class SegmentRule(models.Model):
    """Points for a customer of which one thing is so; `value` may name several, parted by `|`."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    measure = models.CharField(_("What counts"), max_length=10, choices=Measure.choices)
    at_least = models.DecimalField(
        _("At least"), max_digits=16, decimal_places=2, default=Decimal(0)
    )
    value = models.CharField(_("Words"), max_length=200, blank=True)
    points = models.SmallIntegerField(
        _("Segment points"),
        validators=[MinValueValidator(-MOST_POINTS), MaxValueValidator(MOST_POINTS)],
    )
    is_active = models.BooleanField(_("In force"), default=True)

    objects: ClassVar = SegmentRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def is_amount(self) -> bool:
        """Say whether what is to be reached is money, in the base currency."""
        return self.measure in AMOUNTS


class SegmentBoundsQuerySet(models.QuerySet["SegmentBounds"]):
    def visible_to(self, user: User) -> SegmentBoundsQuerySet:
        """Keep what the person may see: all for whoever looks after customers."""
        return self if may(user, Act.MANAGE_CUSTOMERS) else self.none()


class SegmentBounds(models.Model):
    """How many points make which segment: one row, once somebody changed what is usual."""

    points_a = models.PositiveSmallIntegerField(_("Points of an A"), default=POINTS_A)
    points_b = models.PositiveSmallIntegerField(_("Points of a B"), default=POINTS_B)

    objects: ClassVar = SegmentBoundsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "segment bounds"

    def __str__(self) -> str:
        return f"{self.points_a}, {self.points_b}"


class SegmentPin(models.Model):
    """A segment that somebody set by hand, and why: rules leave it until it is taken away."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    segment = models.CharField(_("Segment"), max_length=1, choices=Segment.choices)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.segment}"


class SegmentChange(models.Model):
    """A customer came into another segment: by which rules with how many points, or by hand."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    came_from = models.CharField(max_length=1, choices=Segment.choices)
    to = models.CharField(max_length=1, choices=Segment.choices)
    points = models.SmallIntegerField(null=True)
    # Chinese and English names, as they were when it happened.
    rules = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-at"], name="segment_changes_of"),
            models.Index(fields=["-at", "-id"], name="segment_changes_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.came_from} → {self.to}"

    @property
    def rule_names(self) -> list[str]:
        """The names of the rules in the reader's language."""
        return [in_language(*each) for each in self.rules]
