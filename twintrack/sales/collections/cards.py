"""What the Today page tells a person of money that is to come in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.formatting import money
from twintrack.foundation.money.queries import base_currency
from twintrack.sales.collections import queries
from twintrack.ui.cards import Action, Card


def to_collect(user: Any, now: datetime) -> Iterable[Card]:
    """Tell what is overdue of a person's contracts, and which instalments nobody invoiced."""
    if not may(user, Act.SEE_COLLECTIONS):
        return
    today = timezone.localdate(now)
    overdue = list(queries.overdue_of(user, on=today))
    if overdue:
        aged = queries.age(overdue, on=today)
        text = ngettext(
            "%(n)d invoice of yours is overdue", "%(n)d invoices of yours are overdue", len(overdue)
        )
        first, everything = overdue[0], reverse("collection-list") + "?view=mine"
        yield Card(
            code="overdue",
            track="sales",
            icon="cash",
            label=_("Collections"),
            title=text % {"n": len(overdue)},
            hint=f"{first.number} {first.customer}",
            aside=money(aged.overdue.in_base, base_currency()),
            url=everything,
            tone="bad" if (today - first.due_on).days > 30 else "warn",
            weight=len(overdue),
            actions=(
                Action(label=_("Open it"), url=reverse("invoice-detail", args=[first.number])),
                Action(label=_("See all"), url=everything),
            ),
        )
    waiting = list(queries.instalments_due(on=today, owner=user)[:50])
    if waiting:
        text = ngettext(
            "%(n)d instalment is due and not invoiced",
            "%(n)d instalments are due and not invoiced",
            len(waiting),
        )
        row = waiting[0]
        page = reverse("contract-detail", args=[row.contract.number])
        yield Card(
            code="to-invoice",
            track="sales",
            icon="file-dollar",
            label=_("Collections"),
            title=text % {"n": len(waiting)},
            hint=f"{row.contract.number} {row.label}",
            url=page,
            tone="warn",
            weight=len(waiting),
            actions=(Action(label=_("Open it"), url=page),),
        )
