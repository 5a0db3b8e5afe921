"""Say what an hour of a role costs, and up to which amount expenses need nobody's approval."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import INTERNAL
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.people.models import User
from twintrack.sales.delivery_costs.events import CostRateSet, ExpenseLimitSet
from twintrack.sales.delivery_costs.models import CostRate, ExpenseLimit
from twintrack.sales.delivery_costs.models.rates import MOST_RATE

MOST_LIMIT = Decimal(10) ** 8


class RateImpossible(Refusal):
    """A rate that nobody can mean."""

    message = _("An hour costs more than nothing and at most 100,000, without parts of a cent.")
    status = 422


class LimitImpossible(Refusal):
    """A limit that nobody can mean."""

    message = _("The limit lies at or above nothing, without parts of a cent.")
    status = 422


@transaction.atomic
def set_rate(
    *,
    role: str,
    amount: Decimal,
    currency: str,
    since: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CostRate:
    """
    Say what an hour of a role costs from a day on; what was said before is kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises RateImpossible: if the amount cannot be, or no colleague has the role.
    """
    check_may(by, Act.SET_COST_RATES)
    check_currency(currency)
    if role not in INTERNAL or not 0 < amount <= MOST_RATE or not is_whole(amount, currency):
        raise RateImpossible
    rate: CostRate = CostRate.objects.create(
        role=role, amount=amount, currency=currency, since=since, set_by=by, set_at=at
    )
    event = CostRateSet(rate_id=rate.pk, role=role, amount=amount, currency=currency, since=since)
    record(event, about=rate, by=by, at=at, caused_by=caused_by)
    return rate


@transaction.atomic
def set_limit(
    *, amount: Decimal, since: date, by: User, at: datetime, caused_by: Entry | None = None
) -> ExpenseLimit:
    """
    Say up to which amount, in the base currency, expenses need no approval from a day on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LimitImpossible: if the amount cannot be.
    """
    check_may(by, Act.SET_COST_RATES)
    if not 0 <= amount <= MOST_LIMIT or not is_whole(amount, base_currency()):
        raise LimitImpossible
    limit: ExpenseLimit = ExpenseLimit.objects.create(
        amount=amount, since=since, set_by=by, set_at=at
    )
    event = ExpenseLimitSet(limit_id=limit.pk, amount=amount, since=since)
    record(event, about=limit, by=by, at=at, caused_by=caused_by)
    return limit
