"""What will come in week by week, learned from what was paid; a promise counts as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Q

from twintrack.algorithms.forecasting.payments import FEW, Bill, PaymentModel, fit_payments
from twintrack.foundation.money.queries import find_rates
from twintrack.foundation.people.models import User
from twintrack.sales.collections.books import standing_of
from twintrack.sales.collections.models import Invoice, PaymentPromise
from twintrack.sales.collections.queries.lists import UNIT, last_payments, with_figures
from twintrack.sales.contracts.lifecycle import BINDING
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.received import Standing
from twintrack.sales.customers.models import Customer

WEEKS = 13
DRAWS = 1000
# The same figures whenever the same is known.
SEED = 20_261
LEARNED = timedelta(days=730)
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, kw_only=True)
class Week:
    """What comes in within a week with 80 % probability, and in the middle; in base currency."""

    begins: date
    low: Decimal
    middle: Decimal
    high: Decimal
    # What is due then by what was agreed, and what of it nobody has invoiced yet.
    due: Decimal
    uninvoiced: Decimal


@dataclass(frozen=True, kw_only=True)
class CashForecast:
    """Thirteen weeks, what they were learned from, and what drives them."""

    weeks: list[Week]
    paid: int
    is_enough: bool
    low: Decimal
    middle: Decimal
    high: Decimal
    open: Decimal
    # Due within the weeks by contracts, and not invoiced yet; it stands in the weeks too.
    uninvoiced: Decimal
    # Days late: usual, with a dispute; the share of promises kept.
    usual_late: int
    dispute_adds: int
    kept_percent: int
    missing: tuple[str, ...]


def forecast_cash(*, for_user: User, on: date, whose: User | None = None) -> CashForecast:
    """
    Forecast the next thirteen weeks from open invoices, and from instalments of which the day is
    known and which nobody has invoiced yet; learned from all paid invoices.

    Of `whose` contracts alone, if somebody is named.
    """
    known = list(_known(on))
    days = last_payments([each.pk for each in known])
    promised = _promised([each.pk for each in known])
    bills = {each.pk: _bill(each, days, promised) for each in known}
    model = fit_payments(list(bills.values()), on=on.toordinal() + 1)
    seen = Invoice.objects.visible_to(for_user).filter(pk__in=bills)
    if whose is not None:
        seen = seen.filter(contract__owner=whose)
    visible = set(seen.values_list("pk", flat=True))
    waiting = [each for each in known if each.pk in visible and _open(each) > UNIT]
    planned = _planned(for_user, on, whose)
    currencies = {each.currency for each in waiting} | {each.currency for each in planned}
    rates = find_rates(currencies, on=on)
    counted = [each for each in waiting if each.currency in rates]
    worth = [float(_open(each) * rates[each.currency]) for each in counted]
    ahead = [each for each in planned if each.currency in rates]
    later = [float(each.amount * rates[each.currency]) for each in ahead]
    asked = [bills[each.pk] for each in counted] + [each.bill(on) for each in ahead]
    weeks, whole = _weeks(model, asked, worth + later, on, invoiced=len(worth))
    late, disputed = _late(model)
    return CashForecast(
        weeks=weeks,
        paid=model.paid,
        is_enough=model.paid >= FEW,
        low=whole[0],
        middle=whole[1],
        high=whole[2],
        open=Decimal(round(sum(worth))),
        uninvoiced=sum((each.uninvoiced for each in weeks), Decimal(0)),
        usual_late=late,
        dispute_adds=disputed,
        kept_percent=round(model.kept * 100),
        missing=tuple(sorted(currencies - rates.keys())),
    )


@dataclass(frozen=True, kw_only=True)
class _Planned:
    """What is left to invoice of an instalment."""

    customer: Customer
    due: date
    amount: Decimal
    currency: str

    def bill(self, on: date) -> Bill:
        """Take it as an invoice of today; one whose day has passed is due at once."""
        return Bill(
            customer=str(self.customer.pk),
            segment=self.customer.segment,
            issued=on.toordinal(),
            due=max(self.due, on).toordinal(),
            amount=float(self.amount),
            traits={"disputed": 0.0},
        )


def _planned(for_user: User, on: date, whose: User | None) -> list[_Planned]:
    contracts = Contract.objects.visible_to(for_user).filter(state__in=BINDING)
    if whose is not None:
        contracts = contracts.filter(owner=whose)
    rows = Instalment.objects.filter(
        contract__in=contracts, due_on__lt=on + timedelta(days=7 * WEEKS)
    ).select_related("contract__customer")
    instalments = list(rows.order_by("pk"))
    standing = standing_of([each.pk for each in instalments])
    found = []
    for each in instalments:
        known = standing.get(each.pk, Standing())
        left = each.amount - max(known.invoiced + known.loose, known.received)
        if left > 0 and each.due_on is not None:
            contract = each.contract
            planned = _Planned(
                customer=contract.customer,
                due=each.due_on,
                amount=left,
                currency=contract.currency,
            )
            found.append(planned)
    return found


def _known(on: date) -> list[Invoice]:
    rows = with_figures(Invoice.objects.filter(issued_on__lte=on))
    rows = rows.filter(Q(issued_on__gt=on - LEARNED) | Q(open__gt=UNIT), owed__gt=UNIT)
    return list(rows.select_related("customer").order_by("pk"))


def _open(invoice: Invoice) -> Decimal:
    found: Decimal = invoice.open  # type: ignore[attr-defined]
    return found


def _promised(ids: list[int]) -> dict[int, date]:
    rows = PaymentPromise.objects.filter(invoice__in=ids).order_by("pk")
    return dict(rows.values_list("invoice_id", "promised_on"))


def _bill(invoice: Invoice, days: dict[int, date], promised: dict[int, date]) -> Bill:
    is_paid = _open(invoice) <= UNIT and invoice.pk in days
    is_disputed = bool(invoice.disputed_at or invoice.dispute_reason)
    said = promised.get(invoice.pk)
    return Bill(
        customer=str(invoice.customer_id),
        segment=invoice.customer.segment,
        issued=invoice.issued_on.toordinal(),
        due=invoice.due_on.toordinal(),
        amount=float(invoice.amount),
        traits={"disputed": float(is_disputed)},
        paid=days[invoice.pk].toordinal() if is_paid else None,
        promised=None if said is None else said.toordinal(),
    )


def _weeks(
    model: PaymentModel, bills: list[Bill], worth: list[float], on: date, *, invoiced: int
) -> tuple[list[Week], list[Decimal]]:
    """Draw for each invoice the day it is paid; add up week by week, and all of them."""
    luck, today = np.random.default_rng(SEED), on.toordinal()
    sums, due, planned = np.zeros((DRAWS, WEEKS)), np.zeros(WEEKS), np.zeros(WEEKS)
    for place, (bill, amount) in enumerate(zip(bills, worth, strict=True)):
        drawn = model.draw_days(bill, on=today, draws=DRAWS, luck=luck)
        week = ((drawn - today) // 7).astype(int)
        within = week < WEEKS
        sums[np.flatnonzero(within), week[within]] += amount
        agreed = max(bill.due - today, 0) // 7
        if agreed < WEEKS:
            due[agreed] += amount
            planned[agreed] += amount if place >= invoiced else 0.0
    shares = np.quantile(sums, SHARES, axis=0)
    whole = [Decimal(round(each)) for each in np.quantile(sums.sum(axis=1), SHARES)]
    weeks = [
        Week(
            begins=on + timedelta(days=7 * place),
            low=Decimal(round(shares[0, place])),
            middle=Decimal(round(shares[1, place])),
            high=Decimal(round(shares[2, place])),
            due=Decimal(round(due[place])),
            uninvoiced=Decimal(round(planned[place])),
        )
        for place in range(WEEKS)
    ]
    return weeks, whole


def _late(model: PaymentModel) -> tuple[int, int]:
    """Give the days that a usual invoice is late, and how many a dispute adds."""
    if not model.paid:
        return 0, 0
    plain = Bill(customer="", segment="", issued=0, due=0, amount=1.0, traits={"disputed": 0.0})
    disputed = Bill(customer="", segment="", issued=0, due=0, amount=1.0, traits={"disputed": 1.0})
    usual = model.days_late(plain)
    return round(usual), round(model.days_late(disputed) - usual)
