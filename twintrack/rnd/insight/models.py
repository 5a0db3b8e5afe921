"""Findings, and what is expected of measures."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.insight.lifecycle import NEXT_STATES, UNSETTLED, State


class Shape(models.TextChoices):
    SHIFT = "shift", _("a new level")
    SPIKE = "spike", _("a single week")


class Watch(models.TextChoices):
    """Of what a measure warns."""

    WORSE = "worse", _("When it gets worse")
    BOTH = "both", _("In both directions")
    OFF = "off", _("No warning")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> FindingQuerySet:
        """Keep those of products that the person sees, if their work is R&D."""
        if not may(user, Act.SEE_INSIGHT):
            return self.none()
        return self.filter(product_id__in=visible_product_ids(user))

    def unsettled(self) -> FindingQuerySet:
        """Keep those of which somebody has still to say what becomes of them."""
        return self.filter(state__in=UNSETTLED)


class Finding(models.Model):
    number = models.CharField(max_length=20, unique=True)
    measure = models.CharField(max_length=40)
    product = models.ForeignKey("products.Product", models.PROTECT, related_name="+")
    module = models.ForeignKey(
        "products.Module", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shape = models.CharField(max_length=5, choices=Shape.choices)
    # 1 up, -1 down.
    side = models.SmallIntegerField()
    # The Mondays of the week it began in and of the one it was seen in.
    since = models.DateField()
    seen_in = models.DateField()
    before = models.FloatField()
    after = models.FloatField()
    # How many observations stand behind `after`.
    count = models.PositiveIntegerField()
    distance = models.FloatField()
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("Why"), max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    requirement = models.ForeignKey(
        "backlog.Requirement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # Never told twice, whoever looks at the same time.
            models.UniqueConstraint(
                fields=["measure", "product", "module", "shape", "side", "since"],
                name="finding_of_module_once",
            ),
            models.UniqueConstraint(
                fields=["measure", "product", "shape", "side", "since"],
                condition=models.Q(module=None),
                name="finding_of_product_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["product", "state", "-since"], name="findings_of_product"),
            models.Index(fields=["-since", "-id"], name="findings_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def next_states(self) -> tuple[State, ...]:
        return NEXT_STATES[State(self.state)]

    @property
    def is_unsettled(self) -> bool:
        return self.state in UNSETTLED


class Expectation(models.Model):
    """What a product's measure should reach, and of what it warns."""

    product = models.ForeignKey("products.Product", models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40)
    target = models.FloatField(_("Target"), null=True, blank=True)
    watch = models.CharField(_("Warn"), max_length=5, choices=Watch.choices, default=Watch.WORSE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "measure"], name="one_expectation")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.measure}"
