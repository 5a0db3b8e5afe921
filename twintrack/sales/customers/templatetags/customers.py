"""How the ledger's entries on customers are told."""

from django import template

from twintrack.sales.customers.events import CustomerChanged
from twintrack.sales.customers.models import Customer

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
