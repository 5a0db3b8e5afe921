"""Opportunities: what a customer may buy."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models.stages import stage_label

# Neither won nor lost; the one way to ask for it.
IS_OPEN = Q(closed_at=None)


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def visible_to(self, user: User) -> OpportunityQuerySet:
        """Keep the opportunities that the person may see: all for sales, none for most of R&D."""
        return self if may(user, Act.SEE_OPPORTUNITIES) else self.none()

    def open(self) -> OpportunityQuerySet:
        """Keep those that are neither won nor lost."""
        return self.filter(IS_OPEN)


class Opportunity(models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="+", verbose_name=_("Customer")
    )
    name = models.CharField(_("Name"), max_length=120)
    # None named: the customer may buy any.
    products = models.ManyToManyField(
        "products.Product", blank=True, related_name="+", verbose_name=_("Products")
    )
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    expected_close_on = models.DateField(_("Expected close"))
    # The code of a `PipelineStage`, or of one of the two ends.
    stage = models.CharField(_("Stage"), max_length=30, default=Stage.REQUIREMENT_CONFIRMATION)
    stage_since = models.DateTimeField()
    next_step = models.CharField(_("Next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("Next step by"), null=True, blank=True)
    lost_because = models.ForeignKey(
        "pipeline.LostReason", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lost_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    # Who won it in our place.
    lost_to = models.ForeignKey(
        "pipeline.Competitor", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Owner")
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        indexes: ClassVar = [
            # The list by the day they are expected, whole and per stage.
            models.Index(fields=["expected_close_on", "id"], name="opportunity_by_close"),
            models.Index(fields=["stage", "expected_close_on", "id"], name="opportunity_by_stage"),
            # All that the heads of the board add up, without the rows themselves.
            models.Index(
                fields=["stage", "currency", "amount", "stage_since", "next_step_on"],
                condition=Q(closed_at=None),
                name="opportunity_sums",
            ),
            models.Index(fields=["closed_at", "stage"], name="opportunity_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def get_stage_display(self) -> str:
        """Name its stage in the reader's language, as the company calls it."""
        return stage_label(self.stage)
