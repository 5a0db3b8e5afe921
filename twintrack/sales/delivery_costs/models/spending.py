"""What is spent on deliveries beside hours, and budgets that no quote gives."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.lifecycle import ExpenseKind, ExpenseState


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def visible_to(self, user: User) -> ExpenseQuerySet:
        """Keep one's own, and for whoever sees costs those of the deliveries they see."""
        if not may(user, Act.SEE_COSTS):
            return self.filter(spent_by=user) if may(user, Act.USE) else self.none()
        seen = Delivery.objects.visible_to(user).values("pk")
        return self.filter(Q(delivery__in=seen) | Q(spent_by=user))


class BudgetQuerySet(models.QuerySet["DeliveryBudget"]):
    def visible_to(self, user: User) -> BudgetQuerySet:
        """Keep those of deliveries that somebody sees who sees costs."""
        if not may(user, Act.SEE_COSTS):
            return self.none()
        return self.filter(delivery__in=Delivery.objects.visible_to(user).values("pk"))


class Expense(models.Model):
    """Money spent on a delivery: paid and claimed, or ordered from somebody."""

    number = models.CharField(max_length=20, unique=True)
    delivery = models.ForeignKey("deliveries.Delivery", models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=10, choices=ExpenseKind.choices)
    what = models.CharField(_("Spent on what"), max_length=160)
    supplier = models.CharField(_("Supplier"), max_length=120, blank=True)
    day = models.DateField(_("Day"))
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    state = models.CharField(_("State"), max_length=10, choices=ExpenseState.choices)
    spent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Spent by")
    )
    recorded_at = models.DateTimeField()
    # Who said yes or no; nobody where it lay within the limit.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar = ExpenseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_of_some_amount")
        ]
        indexes: ClassVar = [
            models.Index(fields=["delivery", "-day", "-id"], name="expenses_of_delivery"),
            models.Index(fields=["spent_by", "-id"], name="expenses_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class DeliveryBudget(models.Model):
    """What a delivery may cost where no quote says it, and why so much; the latest row holds."""

    delivery = models.ForeignKey("deliveries.Delivery", models.PROTECT, related_name="+")
    amount = models.DecimalField(_("Budget"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    reason = models.CharField(_("Reason"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects: ClassVar = BudgetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_budget_of_some_amount")
        ]
        indexes: ClassVar = [models.Index(fields=["delivery", "-id"], name="budgets_of_delivery")]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.amount}"
