"""How long what is overdue has been so, by currency, customer and owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money.queries import Total, add_up, find_rates
from twintrack.sales.collections.models import Invoice

NOT_DUE = _("Not due")
# From how many days overdue on, and how it is called.
BUCKETS = ((0, NOT_DUE), (1, "1–30"), (31, "31–60"), (61, "61–90"), (91, "90+"))


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """What is open and so long overdue."""

    label: object
    total: Total
    count: int
    share: int = 0


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """What is open of something, by how long it is overdue."""

    of: object
    buckets: list[Bucket]
    total: Total
    overdue: Total
    count: int


def _bucket_of(invoice: Invoice, on: date) -> int:
    days = (on - invoice.due_on).days
    return max(place for place, (since, _label) in enumerate(BUCKETS) if since <= max(days, 0))


def age(invoices: Iterable[Invoice], *, on: date, of: object = None) -> Ageing:
    """Age invoices that carry what is `open` of them, at a day's rates."""
    rows = list(invoices)
    return _age(rows, on, of, find_rates({each.currency for each in rows}, on=on))


def _age(rows: list[Invoice], on: date, of: object, rates: dict[str, Decimal]) -> Ageing:
    sums: list[dict[str, Decimal]] = [defaultdict(Decimal) for _each in BUCKETS]
    counts = [0] * len(BUCKETS)
    for invoice in rows:
        place = _bucket_of(invoice, on)
        sums[place][invoice.currency] += invoice.open  # type: ignore[attr-defined]
        counts[place] += 1
    totals = [add_up(each, rates) for each in sums]
    whole = sum((each.in_base for each in totals), Decimal(0))
    return Ageing(
        of=of,
        buckets=[
            Bucket(
                label=label,
                total=total,
                count=count,
                share=int(total.in_base * 100 / whole) if whole else 0,
            )
            for (_since, label), total, count in zip(BUCKETS, totals, counts, strict=True)
        ],
        total=_together(sums, rates),
        overdue=_together(sums[1:], rates),
        count=len(rows),
    )


def _together(sums: list[dict[str, Decimal]], rates: dict[str, Decimal]) -> Total:
    whole: dict[str, Decimal] = defaultdict(Decimal)
    for each in sums:
        for currency, amount in each.items():
            whole[currency] += amount
    return add_up(whole, rates)


def by_customer(invoices: Iterable[Invoice], *, on: date) -> list[Ageing]:
    """Age what each customer owes; who owes most that is overdue comes first."""
    return _grouped(invoices, on, lambda invoice: invoice.customer)


def by_owner(invoices: Iterable[Invoice], *, on: date) -> list[Ageing]:
    """Age what the contracts of each person are owed."""
    return _grouped(invoices, on, lambda invoice: invoice.contract.owner)


def _grouped(
    invoices: Iterable[Invoice], on: date, of: Callable[[Invoice], Hashable]
) -> list[Ageing]:
    groups: dict[Hashable, list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        groups[of(invoice)].append(invoice)
    currencies = {each.currency for rows in groups.values() for each in rows}
    rates = find_rates(currencies, on=on)
    aged = [_age(rows, on, key, rates) for key, rows in groups.items()]
    return sorted(aged, key=lambda each: (-each.overdue.in_base, -each.total.in_base))
