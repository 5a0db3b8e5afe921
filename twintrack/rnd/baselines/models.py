"""Baselines and the requirements in them, as they were."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.baselines.lifecycle import Scope


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def visible_to(self, user: User) -> BaselineQuerySet:
        """Keep the baselines of products that the person may see."""
        return self.filter(product_id__in=visible_product_ids(user))


class Baseline(models.Model):
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    note = models.TextField(_("Why it is frozen"), blank=True)
    product = models.ForeignKey(
        "products.Product", models.PROTECT, related_name="+", verbose_name=_("Product")
    )
    scope = models.CharField(_("What it holds"), max_length=9, choices=Scope.choices)
    milestone = models.ForeignKey(
        "projects.Milestone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    release = models.ForeignKey(
        "releases.Release", models.PROTECT, null=True, blank=True, related_name="+"
    )
    size = models.PositiveIntegerField(default=0)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = BaselineQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["product", "-set_at", "-id"], name="baseline_by_product")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_active(self) -> bool:
        return self.retired_at is None

    @property
    def about(self) -> str:
        """What it holds, in words."""
        return str(self.milestone or self.release or self.product)


class FrozenRequirement(models.Model):
    """A requirement as it was when a baseline was set."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="lines")
    requirement = models.ForeignKey("backlog.Requirement", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=15, choices=State.choices)
    priority = models.PositiveSmallIntegerField()
    value_score = models.PositiveSmallIntegerField()
    milestone_name = models.CharField(max_length=120, blank=True)
    release_name = models.CharField(max_length=120, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    # The acceptance criteria by their ids, as texts.
    criteria = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["baseline", "requirement"], name="frozen_once")
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id}: {self.requirement_id}"
