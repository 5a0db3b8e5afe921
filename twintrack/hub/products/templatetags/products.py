"""How the ledger's entries on products are told."""

from django import template

from twintrack.hub.products.events import ProductChanged
from twintrack.hub.products.models import Product, Reach

register = template.Library()


@register.filter
def product_changes(event: ProductChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Product._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
            _told(event.came_from[field]),
            _told(event.to[field]),
        )
        for field in event.fields
    ]


def _told(value: str) -> str:
    return str(dict(Reach.choices).get(value, value)) or "—"
