"""Change requests: what a delivery is to do otherwise, and for how much."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money.rounding import round_amount
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.lifecycle import (
    NEXT_CHANGE,
    UNDECIDED,
    AcceptedHow,
    AskedBy,
    ChangeState,
)

HUNDRED = Decimal(100)


class ChangeQuerySet(models.QuerySet["ChangeRequest"]):
    def visible_to(self, user: User) -> ChangeQuerySet:
        """Keep those of deliveries that the person sees; price and cost are shown to some only."""
        return self.filter(delivery__in=Delivery.objects.visible_to(user).values("pk"))


class ChangeRequest(models.Model):
    number = models.CharField(max_length=20, unique=True)
    delivery = models.ForeignKey("deliveries.Delivery", models.PROTECT, related_name="+")
    title = models.CharField(_("What changes"), max_length=120)
    description = models.TextField(_("Description"), max_length=4000, blank=True)
    why = models.CharField(_("Why it changes"), max_length=300)
    asked_by = models.CharField(_("Who asked for it"), max_length=8, choices=AskedBy.choices)
    # In the currency of the delivery, without tax.
    price = models.DecimalField(_("Price without tax"), max_digits=16, decimal_places=2)
    tax_rate = models.DecimalField(_("Tax rate (%)"), max_digits=5, decimal_places=2, default=6)
    cost = models.DecimalField(_("Cost"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    # By how many working days the planned finish moves.
    days = models.PositiveSmallIntegerField(_("Working days more"), default=0)
    tasks = models.ManyToManyField(
        "deliveries.DeliveryTask", blank=True, related_name="+", verbose_name=_("Tasks for it")
    )
    state = models.CharField(
        _("State"), max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    # The signed record.
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)
    signed_by = models.CharField(_("Signed for the customer by"), max_length=80, blank=True)
    signed_how = models.CharField(_("How"), max_length=8, choices=AcceptedHow.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    # Where its price was written into the contract, once that was possible.
    amendment = models.ForeignKey(
        "contracts.ContractVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(price__gte=0, cost__gte=0), name="change_request_costs_nothing_less"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["delivery", "-id"], name="changes_of_delivery")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def price_with_tax(self) -> Decimal:
        """What the customer pays for it."""
        return round_amount(self.price * (HUNDRED + self.tax_rate) / HUNDRED, self.currency)

    @property
    def next_states(self) -> tuple[str, ...]:
        return NEXT_CHANGE[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == ChangeState.DRAFT

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED
