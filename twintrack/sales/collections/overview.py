"""What invoices and payments say of a customer at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.queries import Total, add_up, base_currency, find_rates
from twintrack.foundation.people.models import User
from twintrack.sales.collections.models import Allocation, Invoice, InvoicePart
from twintrack.sales.collections.queries.lists import UNIT, sees_all_of
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.overview import BAD, Glance, NextStep, Sign

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Payments:
    """
    What was invoiced to a customer and came in, at a day's rates.

    `overdue_days` is how long the oldest of what is overdue has been so; `waiting` are the invoices
    that are not wholly paid, those due first at the beginning.
    """

    invoiced: Total
    paid: Total
    open: Total
    overdue: Total
    overdue_count: int
    overdue_days: int
    first: tuple[str, date, str] | None
    waiting: list[int]


@dataclass(frozen=True, kw_only=True)
class _Row:
    pk: int
    number: str
    currency: str
    due_on: date
    owed: Decimal
    open: Decimal
    owner: str


def payments_of(customer: Customer, *, for_user: User, on: date) -> Payments:
    """Add up the invoices of a customer that a person may see: a few queries, however many."""
    return once(("payments", customer.pk, for_user.pk), lambda: _ask(customer, for_user, on))


def _ask(customer: Customer, user: User, on: date) -> Payments:
    rows = []
    if has("customer", customer.pk, "invoices"):
        rows = _rows(Invoice.objects.visible_to(user).filter(customer=customer), customer)
    rates = find_rates({each.currency for each in rows}, on=on)

    def add(some: Iterable[_Row], value: Callable[[_Row], Decimal]) -> Total:
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for each in some:
            amounts[each.currency] += value(each)
        return add_up(amounts, rates)

    still = [each for each in rows if each.open > UNIT]
    late = [each for each in still if each.due_on < on]
    first = late or still
    return Payments(
        invoiced=add(rows, lambda each: each.owed),
        paid=add(rows, lambda each: each.owed - each.open),
        open=add(still, lambda each: each.open),
        overdue=add(late, lambda each: each.open),
        overdue_count=len(late),
        overdue_days=(on - late[0].due_on).days if late else 0,
        first=(first[0].number, first[0].due_on, first[0].owner) if first else None,
        waiting=[each.pk for each in still],
    )


def _rows(invoices: QuerySet[Invoice], customer: Customer) -> list[_Row]:
    """Read sums of all invoices at once: a database reckons those of each one by one for long."""
    parts = InvoicePart.objects.filter(invoice__customer=customer)
    paid = Allocation.objects.filter(invoice__customer=customer, undone_at=None)
    owed, came = _sums(parts), _sums(paid)
    names = ("pk", "number", "currency", "due_on", "contract__owner__name")
    return [
        _Row(
            pk=pk,
            number=number,
            currency=currency,
            due_on=due_on,
            owed=owed.get(pk, NOTHING),
            open=owed.get(pk, NOTHING) - came.get(pk, NOTHING),
            owner=owner,
        )
        for pk, number, currency, due_on, owner in invoices.order_by("due_on", "pk").values_list(
            *names
        )
    ]


def _sums(rows: QuerySet[Any]) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list("invoice").annotate(sum=Sum("amount")))


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say what was paid, what is overdue and for how long."""
    if not may(glance.user, Act.SEE_COLLECTIONS):
        return [], []
    found = payments_of(glance.customer, for_user=glance.user, on=glance.today)
    sees_all = sees_all_of(glance.customer, for_user=glance.user)
    if not (sees_all or found.invoiced.by_currency):
        return [], []
    late = found.overdue_count
    note = ""
    if found.invoiced.by_currency:
        note = _("%(paid)s of %(invoiced)s paid") % {
            "paid": glance.amount(found.paid),
            "invoiced": glance.amount(found.invoiced),
        }
    days = ngettext("overdue for %(n)d day", "overdue for %(n)d days", found.overdue_days)
    length = ngettext("%(n)d day", "%(n)d days", found.overdue_days) % {"n": found.overdue_days}
    whose = "" if sees_all else _("your own contracts only")
    since = days % {"n": found.overdue_days} if late else ""
    sign = Sign(
        code="overdue",
        label=gettext_lazy("Overdue"),
        value=glance.amount(found.overdue) if late else "—",
        note=" · ".join(filter(None, (since, note, whose))) or _("nothing invoiced yet"),
        why=f"{glance.amount(found.overdue)} · {length}" if late else "",
        url="#owed",
        tone=BAD if late else "",
        rule=gettext_lazy("Bad when anything is open after the day it was due."),
        figure=glance.figure(found.overdue),
        unit=base_currency(),
    )
    if not (found.first and late):
        return [sign], []
    number, due_on, owner = found.first
    step = NextStep(
        kind="invoice",
        words=_("Remind of the payment of %(number)s") % {"number": number},
        url=reverse("invoice-detail", args=[number]),
        on=due_on,
        who=owner,
    )
    return [sign], [step]
