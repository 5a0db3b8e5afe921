"""What contracts say of a customer at a glance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.queries import base_currency, total_in_base
from twintrack.sales.contracts.lifecycle import BINDING
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.queries.contracts import SOON
from twintrack.sales.customers.overview import WARN, Glance, NextStep, Sign
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import QuotePromise
from twintrack.ui.templatetags.ui import day


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A day that a contract in force or a quote with the customer names for something."""

    text: str
    due_on: date
    commitment: str
    number: str
    url: str


def list_binding(glance: Glance) -> list[Contract]:
    """List a customer's contracts in force, the one that ends first at the beginning."""

    def ask() -> list[Contract]:
        if not has("customer", glance.customer.pk, "contracts"):
            return []
        rows = Contract.objects.visible_to(glance.user).filter(
            customer=glance.customer, state__in=BINDING
        )
        return list(rows.select_related("owner").order_by("ends_on", "pk"))

    return once(("binding contracts", glance.customer.pk, glance.user.pk), ask)


def list_promises(glance: Glance) -> list[Promise]:
    """List the days that a customer was promised and may rely on, the nearest first."""
    found = once(("promises", glance.customer.pk, glance.user.pk), lambda: _promises(glance))
    return sorted(found, key=lambda each: (each.due_on, each.number))


def _promises(glance: Glance) -> list[Promise]:
    contracts = list_binding(glance)
    promises = [
        Promise(
            text=str(each["text"]),
            due_on=date.fromisoformat(each["due_on"]),
            commitment=str(each.get("commitment", "")),
            number=contract.number,
            url=reverse("contract-detail", args=[contract.number]),
        )
        for contract in contracts
        for each in contract.commitments
    ]
    if not (may(glance.user, Act.SEE_PRICES) and has("customer", glance.customer.pk, "quotes")):
        return promises
    # What became a contract stands there.
    agreed = [each.quote_version_id for each in contracts if each.quote_version_id]
    offered = QuotePromise.objects.filter(
        version__quote__customer=glance.customer,
        version__is_current=True,
        version__state__in=(QuoteState.SENT, QuoteState.ACCEPTED),
    ).exclude(version__in=agreed)
    named = offered.values_list("text", "due_on", "commitment", "version__quote__number")
    return promises + [
        Promise(
            text=text,
            due_on=due_on,
            commitment=commitment,
            number=number,
            url=reverse("quote-detail", args=[number]),
        )
        for text, due_on, commitment, number in named
    ]


def read(glance: Glance) -> tuple[list[Sign], list[NextStep]]:
    """Say what is agreed, what ends soon, and which days were promised."""
    if not may(glance.user, Act.SEE_CONTRACTS):
        return [], []
    rows = list_binding(glance)
    ending = [each for each in rows if each.ends_on <= glance.today + SOON]
    signs = [_agreed(glance, rows, ending)]
    promises = list_promises(glance)
    if promises:
        signs.append(_promised(glance, promises))
    steps = [
        NextStep(
            kind="contract",
            words=_("Talk about the renewal of %(title)s") % {"title": each.title},
            url=reverse("contract-detail", args=[each.number]),
            on=each.ends_on,
            who=each.owner.name,
        )
        for each in ending
    ]
    return signs, steps


def _agreed(glance: Glance, rows: list[Contract], ending: list[Contract]) -> Sign:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in rows:
        amounts[each.currency] += each.amount
    total = total_in_base(amounts, on=glance.today)
    note = ngettext("%(n)d in force", "%(n)d in force", len(rows)) % {"n": len(rows)}
    ends = _("ends %(day)s") % {"day": day(rows[0].ends_on)} if rows else ""
    return Sign(
        code="contracts",
        label=gettext_lazy("Contracts"),
        value=glance.amount(total) if rows else "—",
        note=f"{note} · {ends}" if rows else _("none in force"),
        why=ends if ending else "",
        url="#contracts",
        tone=WARN if ending else "",
        rule=gettext_lazy("To look at when one in force ends within 90 days."),
        figure=glance.figure(total),
        unit=base_currency(),
    )


def _promised(glance: Glance, promises: list[Promise]) -> Sign:
    ahead = [each for each in promises if each.due_on >= glance.today]
    bare = [each for each in ahead if not each.commitment]
    note = _("next %(day)s") % {"day": day(ahead[0].due_on)} if ahead else ""
    why = _("%(n)d without a commitment") % {"n": len(bare)} if bare else ""
    return Sign(
        code="promises",
        label=gettext_lazy("Promised days"),
        value=str(len(ahead)),
        note=" · ".join(filter(None, (note, why))),
        why=why,
        url="#promises",
        tone=WARN if bare else "",
        rule=gettext_lazy("To look at when a promised day has no commitment behind it."),
        figure=len(ahead),
    )
