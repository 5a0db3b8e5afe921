"""
How invoices and receipts are told; load with `{% load collections %}`.

{{ event|step_name }}          the step of dunning that an event is about
{{ event|invoice_changes }}    what was changed: label, before, after
{{ invoice|invoice_state:today }}  its state, from what is open, disputed and due
{{ state|invoice_tone }}       the tone of its pill
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from twintrack.foundation.bilingual import in_language
from twintrack.sales.collections.events import InvoiceChanged
from twintrack.sales.collections.lifecycle import InvoiceState, TaskState
from twintrack.sales.collections.models import Invoice
from twintrack.ui.templatetags.ui import day

register = template.Library()
UNIT = Decimal("0.005")
TONES = {
    InvoiceState.OPEN: "line",
    InvoiceState.PARTLY: "sales",
    InvoiceState.OVERDUE: "bad",
    InvoiceState.DISPUTED: "warn",
    InvoiceState.PAID: "ok",
    InvoiceState.CREDITED: "line",
}


@register.filter
def step_name(event: Any) -> str:
    """Name a step of dunning in the reader's language, as it was called then."""
    if hasattr(event, "step_zh"):
        return in_language(event.step_zh, event.step_en)
    return in_language(event.name_zh, event.name_en)


@register.filter
def invoice_changes(event: InvoiceChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Invoice._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _written(name, event.came_from[name]),
            _written(name, event.to[name]),
        )
        for name in event.fields
    ]


def _written(name: str, value: str) -> str:
    return day(date.fromisoformat(value)) if name == "due_on" and value else value or "—"


@register.filter
def invoice_state(invoice: Any, today: date) -> InvoiceState:
    """Say how an invoice that carries what is `owed` and `open` of it stands on a day."""
    if invoice.open < UNIT:
        return InvoiceState.PAID if invoice.owed > UNIT else InvoiceState.CREDITED
    if invoice.disputed_at:
        return InvoiceState.DISPUTED
    if invoice.due_on < today:
        return InvoiceState.OVERDUE
    return InvoiceState.PARTLY if invoice.open < invoice.owed else InvoiceState.OPEN


@register.filter
def invoice_tone(state: str) -> str:
    """Give the tone of a state's pill."""
    return TONES.get(InvoiceState(state), "line")


@register.filter
def task_name(state: str) -> str:
    """Name what became of a task."""
    return str(TaskState(state).label)
