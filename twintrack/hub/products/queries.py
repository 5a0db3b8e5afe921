"""Which products there are, as far as a person may see them."""

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product, Version


def list_products(*, for_user: User) -> QuerySet[Product]:
    """List products by name, with the number of their modules and versions."""
    products: QuerySet[Product] = Product.objects.visible_to(for_user)
    return (
        products.select_related("owner")
        .annotate(
            modules_count=Count("modules", distinct=True),
            versions_count=Count("versions", distinct=True),
        )
        .order_by("name", "pk")
    )


def get_product(code: str, *, for_user: User) -> Product:
    """
    Find a product by its code.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Product | None = list_products(for_user=for_user).filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def list_modules(product: Product) -> QuerySet[Module]:
    """List a product's modules by name."""
    return product.modules.select_related("parent").order_by("name")


def list_versions(product: Product) -> QuerySet[Version]:
    """List a product's versions, the newest first."""
    return product.versions.order_by("-released_on", "-pk")


def get_module(product: Product, pk: int) -> Module:
    """
    Find a module of a product.

    :raises NotThere: if the product has no such module.
    """
    found: Module | None = product.modules.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_version(product: Product, pk: int) -> Version:
    """
    Find a version of a product.

    :raises NotThere: if the product has no such version.
    """
    found: Version | None = product.versions.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def visible_product_ids(user: User) -> frozenset[int]:
    """
    Give the ids of the products a person may see, asked at once.

    Written into another query as numbers, they let PostgreSQL read a list in the order of its
    index; a query within that query made it sort all rows: 33 ms instead of 1 at 20,000.
    """
    return frozenset(Product.objects.visible_to(user).values_list("pk", flat=True))


def has_hidden_products(user: User) -> bool:
    """Say whether there are products that the person may not see."""
    visible = Product.objects.visible_to(user).values("pk")
    return Product.objects.exclude(pk__in=visible).exists()
