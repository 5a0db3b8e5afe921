"""What is handed to the customer, by what it counts as done, and what the customer said of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.sales.deliveries.lifecycle import AcceptedHow, DeliverableState, Outcome


class Deliverable(models.Model):
    """Something the customer gets and accepts, by its criteria."""

    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="deliverables")
    phase = models.ForeignKey(
        "deliveries.DeliveryPhase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Phase"),
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=120)
    state = models.CharField(
        max_length=12, choices=DeliverableState.choices, default=DeliverableState.OPEN
    )
    handed_over_on = models.DateField(_("Handed over on"), null=True, blank=True)
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class DeliverableCriterion(models.Model):
    """One thing that can be measured; all of them make a deliverable accepted."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Criterion"), max_length=300)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Acceptance(models.Model):
    """One time that the customer looked at deliverables and signed what they found."""

    delivery = models.ForeignKey("deliveries.Delivery", models.CASCADE, related_name="acceptances")
    ordinal = models.PositiveSmallIntegerField()
    accepted_on = models.DateField(_("Day of acceptance"))
    signed_by = models.CharField(_("Signed for the customer by"), max_length=80)
    signed_how = models.CharField(_("How"), max_length=8, choices=AcceptedHow.choices)
    note = models.CharField(_("Remark"), max_length=1000, blank=True)
    # Whether nothing was left open afterwards.
    is_full = models.BooleanField(default=False)
    # The instalments that it made due, by their ids.
    instalment_ids = models.JSONField(default=list)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdraw_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delivery", "ordinal"], name="one_acceptance_an_ordinal"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["accepted_on"], condition=Q(withdrawn_at=None), name="acceptances_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}/{self.ordinal}"

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None


class CriterionResult(models.Model):
    """What was found of one criterion in an acceptance; the text is as it stood then."""

    acceptance = models.ForeignKey(Acceptance, models.CASCADE, related_name="results")
    criterion = models.ForeignKey(DeliverableCriterion, models.PROTECT, related_name="results")
    text = models.CharField(max_length=300)
    outcome = models.CharField(_("Result"), max_length=12, choices=Outcome.choices)
    remark = models.CharField(_("Remark"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["acceptance", "criterion"], name="one_result_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.text}"
