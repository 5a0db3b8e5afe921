"""What is sold, and price books, as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.people.models import User


def _hides(user: User) -> bool:
    return not may(user, Act.SEE_PRICES)


def register_kinds() -> None:
    """Register items of the catalogue and price books."""
    register(
        ObjectKind(
            code="catalogue_item",
            prefix="",
            model="pricing.CatalogueItem",
            track="sales",
            icon="package",
            label=_("Catalogue item"),
            url=lambda item: reverse("catalogue-item", args=[item.code]),
            title=lambda item: item.name,
            visible=lambda items, user: items.visible_to(user),
            search_text=lambda item: (item.name_zh, f"{item.code} {item.name_en}"),
            hides=_hides,
        )
    )
    register(
        ObjectKind(
            code="price_book",
            prefix="",
            model="pricing.PriceBook",
            track="sales",
            icon="tags",
            label=_("Price book"),
            url=lambda book: reverse("price-book-detail", args=[book.pk]),
            title=lambda book: book.name,
            visible=lambda books, user: books.visible_to(user),
            hides=_hides,
        )
    )
