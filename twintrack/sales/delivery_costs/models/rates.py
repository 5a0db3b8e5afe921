"""What an hour costs by role, and from which amount on expenses are approved."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User

MOST_RATE = 100_000


class _MoneyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> _MoneyQuerySet:
        """Keep all for whoever sees what things cost the company, none for others."""
        return self if may(user, Act.SEE_COSTS) else self.none()


class CostRate(models.Model):
    """What an hour of a role costs the company from a day on; rows stay, the latest holds."""

    role = models.CharField(_("Role"), max_length=24, choices=Role.choices)
    amount = models.DecimalField(_("Cost an hour"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    since = models.DateField(_("Valid from"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects: ClassVar = _MoneyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_rate_of_some_amount")
        ]
        indexes: ClassVar = [models.Index(fields=["role", "since"], name="cost_rates_by_day")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.since}"


class ExpenseLimit(models.Model):
    """Up to which amount, in the base currency, expenses need no approval from a day on."""

    amount = models.DecimalField(_("Limit"), max_digits=16, decimal_places=2)
    since = models.DateField(_("Valid from"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects: ClassVar = _MoneyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="expense_limit_from_nothing")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.since}"
