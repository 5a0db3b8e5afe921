"""What a customer is told of an invoice, from the words of a step of dunning."""

from __future__ import annotations

from decimal import Decimal

from twintrack.foundation.money.formatting import exact
from twintrack.sales.collections.models import Invoice
from twintrack.ui.templatetags.ui import day


def fill_in(text: str, invoice: Invoice, is_open: Decimal) -> str:
    """Fill in which invoice is meant, how much of it is open, and since when."""
    known = {
        "{invoice}": invoice.official_number or invoice.number,
        "{amount}": exact(is_open, invoice.currency),
        "{due}": day(invoice.due_on),
    }
    for mark, words in known.items():
        text = text.replace(mark, words)
    return text
