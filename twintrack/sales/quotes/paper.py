"""What the paper of a quote says, in its own language, and the paper itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twintrack.foundation.bilingual import in_language
from twintrack.foundation.documents.papers import set_paper
from twintrack.foundation.documents.queries import letterhead_now
from twintrack.foundation.money.capitals import in_capitals
from twintrack.foundation.money.formatting import exact
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import QuoteLine, QuoteVersion
from twintrack.ui.templatetags.ui import day

TEMPLATE = Path(__file__).parent / "papers" / "quote.typ"
# What the customer may hold in hands: all others carry a mark.
CLEAN = frozenset({QuoteState.APPROVED, QuoteState.SENT, QuoteState.ACCEPTED})


def draw(version: QuoteVersion, *, form: Literal["pdf", "png"] = "pdf") -> list[bytes]:
    """Set the paper of a version; gives one PDF, or a picture of each page."""
    return set_paper(TEMPLATE, said_by(version), form=form)


def file_name(version: QuoteVersion) -> str:
    """Name the file that a customer keeps."""
    return f"{version.name.replace('/', '-')}.pdf"


def said_by(version: QuoteVersion) -> dict[str, Any]:
    """Give all that the paper of a version says, in the language of the paper."""
    with translation.override(version.language):
        lines = list(version.lines.select_related("item"))
        head = _head(version)
        return {
            "lang": "en" if version.language == "en" else "zh",
            "name": version.name,
            "title": version.quote.title,
            "head": head,
            "customer": version.quote.customer.name,
            "mark": _mark(version),
            "page": _("Page {n} of {m}"),
            "facts": list(_facts(version)),
            "columns": _columns(version),
            "lines": [_line(line, version) for line in lines],
            "totals": _totals(version, lines),
            "capitals": _capitals(version, lines),
            "sections": list(_sections(version, head)),
            "signatures": [{"who": head["name"]}, {"who": version.quote.customer.name}],
            "words": {
                "quote": _("Quotation"),
                "customer": _("To"),
                "capitals": _("In capitals"),
                "sign": _("Signature, company stamp, date"),
            },
        }


def _mark(version: QuoteVersion) -> str:
    if version.state in CLEAN:
        return ""
    if version.state in (QuoteState.DRAFT, QuoteState.IN_APPROVAL):
        return _("DRAFT")
    return _("VOID")


def _head(version: QuoteVersion) -> dict[str, Any]:
    known = version.letterhead or letterhead_now()
    in_words = {
        name: in_language(known.get(f"{name}_zh", ""), known.get(f"{name}_en", ""))
        for name in ("name", "address", "bank")
    }
    reached = [known.get(name, "") for name in ("phone", "email", "website")]
    lines = [in_words["address"], "   ".join(each for each in reached if each)]
    if known.get("tax_number"):
        lines.append(f"{_('Tax number')} {known['tax_number']}")
    bank = "  ".join(each for each in (in_words["bank"], known.get("bank_account", "")) if each)
    return {"name": in_words["name"], "lines": [each for each in lines if each], "bank": bank}


def _facts(version: QuoteVersion) -> Iterator[tuple[str, str]]:
    dated = timezone.localdate(version.sent_at or version.submitted_at or version.created_at)
    yield _("Date"), day(dated)
    yield _("Valid until"), day(version.valid_until)
    yield _("Currency"), version.currency
    owner = version.quote.owner
    yield _("Your contact"), f"{owner.name}  {owner.email}"


def _columns(version: QuoteVersion) -> list[str]:
    amount = _("Amount incl. tax") if version.includes_tax else _("Amount excl. tax")
    return [
        "#",
        _("Item"),
        _("Quantity"),
        _("Unit price"),
        _("Discount"),
        _("Tax"),
        amount,
    ]


def _line(line: QuoteLine, version: QuoteVersion) -> dict[str, str]:
    return {
        "position": str(line.position),
        "name": line.name,
        "code": line.item.code if line.item else "",
        "description": line.description,
        "quantity": f"{short(line.quantity)} {line.get_unit_display()}",
        "price": exact(line.list_price, version.currency, plain=True),
        "discount": f"{short(line.discount)} %" if line.discount else "—",
        "tax": f"{short(line.tax_rate)} %",
        "amount": exact(line.amount, version.currency, plain=True),
    }


def short(number: Decimal) -> str:
    """Write a number without the zeros at its end."""
    return f"{number.normalize():,f}"


def _totals(version: QuoteVersion, lines: list[QuoteLine]) -> list[dict[str, Any]]:
    def row(label: str, amount: Decimal, *, strong: bool = False) -> dict[str, Any]:
        return {"label": label, "amount": exact(amount, version.currency), "strong": strong}

    rows = []
    whole = sum((line.share for line in lines), Decimal(0))
    if whole:
        rows.append(row(_("Sum of the lines"), sum((line.amount for line in lines), Decimal(0))))
        label = _("Discount %(percent)s %%") % {"percent": short(version.discount)}
        rows.append(row(label, -whole))
    taxes: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        taxes[line.tax_rate] += line.tax
    net = sum((line.net for line in lines), Decimal(0))
    rows.append(row(_("Net, without tax"), net))
    for rate, tax in sorted(taxes.items()):
        if rate:
            rows.append(row(_("Tax %(percent)s %%") % {"percent": short(rate)}, tax))
    gross = net + sum(taxes.values(), Decimal(0))
    rows.append(row(_("Total, tax included"), gross, strong=True))
    return rows


def _capitals(version: QuoteVersion, lines: list[QuoteLine]) -> str:
    is_needed = version.currency == "CNY" and version.language != "en"
    gross = sum((line.net + line.tax for line in lines), Decimal(0))
    return "人民币" + in_capitals(gross) if is_needed else ""


def _sections(version: QuoteVersion, head: dict[str, Any]) -> Iterator[dict[str, Any]]:
    promises = [f"{day(each.due_on)}  {each.text}" for each in version.promises.all()]
    for label, words in (
        (_("Payment terms"), version.payment_terms.splitlines()),
        (_("Delivery terms"), [*version.delivery_terms.splitlines(), *promises]),
        (_("Remarks"), version.notes.splitlines()),
        (_("Bank details"), [head["bank"]] if head["bank"] else []),
    ):
        paragraphs = [each.strip() for each in words if each.strip()]
        if paragraphs:
            yield {"label": label, "paragraphs": paragraphs}
