"""How the ledger's entries on the catalogue and on prices are told."""

from __future__ import annotations

from django import template
from django.db.models import Model

from twintrack.foundation.bilingual import in_language
from twintrack.sales.pricing.events import (
    BookChanged,
    BookOpened,
    ItemChanged,
    PricesSet,
)
from twintrack.sales.pricing.models import CatalogueItem, PriceBook

register = template.Library()


@register.filter
def book_name(event: BookOpened | BookChanged | PricesSet) -> str:
    """Name the price book of an entry in the reader's language, as it was called then."""
    return in_language(event.name_zh, event.name_en)


@register.filter
def item_changes(event: ItemChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return _changes(CatalogueItem, event)


@register.filter
def book_changes(event: BookChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return _changes(PriceBook, event)


def _changes(model: type[Model], event: ItemChanged | BookChanged) -> list[tuple[str, str, str]]:
    found = []
    for name in event.fields:
        field = model._meta.get_field(name)
        named = {str(code): str(words) for code, words in getattr(field, "choices", None) or ()}
        before, after = event.came_from[name], event.to[name]
        label = str(field.verbose_name)  # type: ignore[union-attr]
        found.append((label, named.get(before, before) or "—", named.get(after, after) or "—"))
    return found
