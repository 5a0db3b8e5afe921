"""Enter exchange rates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.events import RateEntered
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.models import User


class RateImpossible(Refusal):
    """A rate that cannot be."""

    message = _("A rate is larger than 0 and smaller than 10,000,000,000.")
    status = 422


class RateOfBase(Refusal):
    """The base currency is always worth one of itself."""

    message = _("This is the base currency: it needs no rate.")
    status = 422


@transaction.atomic
def enter_rate(
    *,
    currency: str,
    on: date,
    rate: Decimal,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ExchangeRate:
    """
    Say what a currency is worth in the base currency from a day on; the same day is corrected.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CurrencyUnknown: if it is no currency that is known.
    :raises RateOfBase: if it is the base currency.
    :raises RateImpossible: if the rate is not above zero.
    """
    check_may(by, Act.MANAGE_RATES)
    check_currency(currency)
    if currency == base_currency():
        raise RateOfBase
    if not (rate.is_finite() and 0 < rate < Decimal(10) ** 10):
        raise RateImpossible
    known = (
        ExchangeRate.objects.select_for_update(no_key=True).filter(currency=currency, on=on).first()
    )
    came_from = known.to_base if known else None
    if known and came_from == rate:
        return known
    entered, _is_new = ExchangeRate.objects.update_or_create(
        currency=currency, on=on, defaults={"to_base": rate}
    )
    record(
        RateEntered(currency=currency, base=base_currency(), on=on, came_from=came_from, to=rate),
        about=entered,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return entered
