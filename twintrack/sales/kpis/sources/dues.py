"""What customers owe: invoices, what was credited of them, and the cash that came for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from twintrack.foundation.measuring.sources import Changed, News, Rows, Source, in_turns
from twintrack.sales.collections.models import Allocation, CreditNote, Invoice
from twintrack.sales.contracts.models import Contract
from twintrack.sales.kpis.sources.worth import Rates


def _months(invoices: Any) -> set[str]:
    days = invoices.order_by().dates("issued_on", "month")
    return {f"{day:%Y-%m}" for day in days}


def _every() -> Changed:
    return Changed(_months(Invoice.objects.all()))


def _changed(news: News) -> Changed:
    if news.ids("exchange_rate"):
        return _every()
    months: set[str] = set()
    for ids in in_turns(news.ids("invoice")):
        months |= _months(Invoice.objects.filter(pk__in=ids))
    for ids in in_turns(news.ids("receipt")):
        months |= _months(Invoice.objects.filter(allocations__receipt__in=ids))
    for ids in in_turns(news.ids("contract")):
        months |= _months(Invoice.objects.filter(contract__in=ids))
    return Changed(months)


def _rows(month: str) -> Rows:
    first = date.fromisoformat(f"{month}-01")
    invoices = Invoice.objects.filter(issued_on__year=first.year, issued_on__month=first.month)
    rates, products = Rates(), _products(invoices)
    rows: list[tuple[Any, ...]] = []
    whose: dict[int, tuple[tuple[Any, ...], date, str, datetime]] = {}
    named = invoices.order_by("pk").values_list(
        "pk", "issued_on", "contract__owner", "customer", "currency", "amount", "due_on", "contract"
    )
    for pk, issued, owner, customer, currency, amount, due, contract in named.iterator():
        of = (products.get(contract, []), owner, customer)
        whose[pk] = (of, issued, currency, _at(due))
        worth = rates.worth(amount, currency, issued)
        rows.append((pk, _at(issued), *of, "invoice", worth, _at(due), None))
    for pk, on, amount in CreditNote.objects.filter(invoice__in=invoices).values_list(
        "invoice", "issued_on", "amount"
    ):
        of, issued, currency, due_at = whose[pk]
        worth = -rates.worth(amount, currency, issued)
        rows.append((pk, _at(on), *of, "credit", worth, due_at, None))
    paid = Allocation.objects.filter(invoice__in=invoices, undone_at=None)
    for pk, on, amount in paid.values_list("invoice", "receipt__received_on", "amount"):
        of, issued, currency, due_at = whose[pk]
        # At the rate of the invoice, so that what is open comes to nothing when it is paid.
        worth = -rates.worth(amount, currency, issued)
        rows.append((pk, _at(on), *of, "cash", worth, due_at, (on - issued).days))
    return {"dues": rows}


def _at(day: date) -> datetime:
    return datetime.combine(day, time())


def _products(invoices: Any) -> dict[int, list[int]]:
    through = Contract.products.through.objects.filter(
        contract__in=invoices.order_by().values("contract")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for pk, product in through.values_list("contract_id", "product_id"):
        found[pk].append(product)
    return found


DUES = Source(
    "dues",
    ("dues",),
    ("invoice", "receipt", "contract", "exchange_rate"),
    _changed,
    _every,
    _rows,
)
