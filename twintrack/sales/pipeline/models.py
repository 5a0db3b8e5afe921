"""Opportunities: what a customer may buy."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import OPEN, Stage


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def visible_to(self, user: User) -> OpportunityQuerySet:
        """Keep the opportunities that the person may see: all for sales, none for most of R&D."""
        return self if may(user, Act.SEE_OPPORTUNITIES) else self.none()


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
    stage = models.CharField(
        _("Stage"),
        max_length=24,
        choices=Stage.choices,
        default=Stage.REQUIREMENT_CONFIRMATION,
    )
    stage_since = models.DateTimeField()
    lost_reason = models.CharField(_("Reason"), max_length=300, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN
