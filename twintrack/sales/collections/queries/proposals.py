"""Which open invoices a movement of money may pay: by reference, amount and who paid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.sales.collections.models import Invoice, StatementLine
from twintrack.sales.collections.queries.lists import UNIT, Wanted, list_invoices
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import list_customers

# From here on it is taken as sure, unless another one is nearly as good.
SURE = 85
AHEAD = 20
SHOWN = 3
LEAST = 30
LIKE = 0.75
# Words that say what kind of company it is, not which.
FORMS = re.compile(
    r"有限责任公司|股份有限公司|有限公司|公司|集团|股份|co\.?|ltd\.?|inc\.?|gmbh|ag|corp\.?|limited|llc|[\s.,()（）·-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An invoice that a movement may pay: how well it fits, of 100, and why."""

    invoice: Invoice
    score: int
    reasons: list[object] = field(default_factory=list)
    is_sure: bool = False


def bare(name: str) -> str:
    """Bring the name of a company into the form in which two of them are compared."""
    return FORMS.sub("", unicodedata.normalize("NFKC", name).casefold())


def propose(lines: Sequence[StatementLine], *, for_user: User) -> dict[int, list[Proposal]]:
    """Propose invoices for lines that wait, the best first; in one question for all of them."""
    if not lines:
        return {}
    latest = max(each.paid_on for each in lines)
    wanted = Wanted(state="open")
    invoices = list(list_invoices(for_user=for_user, on=latest, wanted=wanted))
    return {each.pk: _for_line(each, invoices) for each in lines}


def likely_payer(line: StatementLine, *, for_user: User) -> Customer | None:
    """Find the customer whom the payer of a line is called like, where there is one."""
    for name in filter(None, (line.payer, bare(line.payer))):
        found: Customer | None = list_customers(for_user=for_user, text=name).first()
        if found is not None:
            return found
    proposed = propose([line], for_user=for_user)[line.pk]
    return proposed[0].invoice.customer if proposed else None


def _for_line(line: StatementLine, invoices: list[Invoice]) -> list[Proposal]:
    scored = [_score(line, each) for each in invoices if each.currency == line.currency]
    found = sorted((each for each in scored if each.score >= LEAST), key=lambda each: -each.score)
    if found and found[0].score >= SURE:
        second = found[1].score if len(found) > 1 else 0
        if found[0].score - second >= AHEAD:
            first = found[0]
            found[0] = Proposal(
                invoice=first.invoice, score=first.score, reasons=first.reasons, is_sure=True
            )
    return found[:SHOWN]


def _score(line: StatementLine, invoice: Invoice) -> Proposal:
    score, reasons = 0, []
    for points, reason in (_by_reference(line, invoice), _by_amount(line, invoice)):
        score += points
        if points:
            reasons.append(reason)
    points, reason = _by_payer(line, invoice)
    if points:
        score += points
        reasons.append(reason)
    if reasons and abs(line.paid_on - invoice.due_on) <= timedelta(days=10):
        score += 5
        reasons.append(_("close to the due day"))
    return Proposal(invoice=invoice, score=min(score, 100), reasons=reasons)


def _by_reference(line: StatementLine, invoice: Invoice) -> tuple[int, object]:
    said = f"{line.purpose} {line.reference}".upper()
    for number in (invoice.number, invoice.official_number):
        if number and re.search(rf"(?<![\w-]){re.escape(number.upper())}(?![\w-])", said):
            return 50, _("names the invoice")
    if re.search(rf"(?<![\w-]){re.escape(invoice.contract.number)}(?![\w-])", said):
        return 20, _("names the contract")
    return 0, ""


def _by_amount(line: StatementLine, invoice: Invoice) -> tuple[int, object]:
    rest = invoice.open  # type: ignore[attr-defined]
    if abs(line.amount - rest) < UNIT:
        return 40, _("the amount is what is open")
    if abs(line.amount - invoice.amount) < UNIT:
        return 25, _("the amount is that of the invoice")
    return 0, ""


def _by_payer(line: StatementLine, invoice: Invoice) -> tuple[int, object]:
    payer = bare(line.payer)
    names = {bare(invoice.customer.name), bare(invoice.contract.their_party)} - {""}
    if not payer:
        return 0, ""
    if payer in names:
        return 45, _("the payer is the customer")
    if any(SequenceMatcher(None, payer, name).ratio() >= LIKE for name in names):
        return 30, _("the payer is called like the customer")
    return 0, ""
