"""Products as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import register_turns
from twintrack.hub.products.queries import has_hidden_products


def register_kinds() -> None:
    """Register products."""
    register(
        ObjectKind(
            code="product",
            prefix="",
            model="products.Product",
            track="hub",
            icon="box",
            label=_("Product"),
            url=lambda product: reverse("product-detail", args=[product.code]),
            title=lambda product: product.name,
            visible=lambda products, user: products.visible_to(user),
            search_text=lambda product: (product.name, product.code),
            hides=has_hidden_products,
            looked_after_by=lambda product: (product.owner_id,),
        )
    )
    register_labelled("product", Act.MANAGE_PRODUCTS)
    register_turns("product.added")
