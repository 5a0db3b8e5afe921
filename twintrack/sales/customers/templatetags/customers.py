"""How the ledger's entries on customers are told."""

from django import template

from twintrack.sales.customers.events import CustomerChanged
from twintrack.sales.customers.models import ConsentChannel, ConsentState, Customer, Ground

register = template.Library()


@register.filter
def customer_changes(event: CustomerChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Customer._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
            event.came_from[field] or "—",
            event.to[field] or "—",
        )
        for field in event.fields
    ]


@register.filter
def channel_name(code: str) -> str:
    """Name a channel of consent in the reader's language."""
    return str(ConsentChannel(code).label)


@register.filter
def consent_name(code: str) -> str:
    """Say in the reader's language whether consent was given or withdrawn."""
    return str(ConsentState(code).label)


@register.filter
def ground_name(code: str) -> str:
    """Say in the reader's language on which ground somebody was written to."""
    return str(Ground(code).label)
