"""Which products there are, as far as a person may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import INTERNAL, SEE_ALL
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Exposure, Module, Product, Reach, Version


def list_products(*, for_user: User) -> QuerySet[Product]:
    """List the products that a person may see by name."""
    return Product.objects.filter(pk__in=visible_product_ids(for_user)).order_by("name", "pk")


def with_counts(products: QuerySet[Product]) -> QuerySet[Product]:
    """Add owners and the number of modules and versions."""
    return products.select_related("owner").annotate(
        modules_count=Count("modules", distinct=True),
        versions_count=Count("versions", distinct=True),
    )


def get_product(code: str, *, for_user: User) -> Product:
    """
    Find a product by its code.

    :raises NotThere: if there is none, or the person may not see it.
    """
    seen = with_counts(list_products(for_user=for_user))
    found: Product | None = seen.filter(code=code).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_modules(product: Product) -> QuerySet[Module]:
    """List a product's modules by name."""
    return product.modules.select_related("parent").order_by("name")


def list_versions(product: Product) -> QuerySet[Version]:
    """List a product's versions, those to come and then the newest first."""
    return product.versions.order_by(F("released_on").desc(nulls_first=True), "-pk")


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

    def ask() -> frozenset[int]:
        return frozenset(Product.objects.visible_to(user).values_list("pk", flat=True))

    return standing(f"visible_products.{user.pk}", ask, about=("product", "team", "user"))


def has_hidden_products(user: User) -> bool:
    """Say whether there are products that the person may not see."""

    def ask() -> bool:
        return Product.objects.exclude(pk__in=visible_product_ids(user)).exists()

    return standing(f"hidden_products.{user.pk}", ask, about=("product", "team", "user"))


def hidden_product_names(user: User) -> frozenset[str]:
    """Give the names and codes of the products that the person may not see."""

    def ask() -> frozenset[str]:
        hidden = Product.objects.exclude(pk__in=visible_product_ids(user))
        pairs = hidden.values_list("name", "code")
        return frozenset(name for pair in pairs for name in pair)

    return standing(f"hidden_product_names.{user.pk}", ask, about=("product", "team", "user"))


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A module in the tree of its product, and how deep it stands."""

    module: Module
    depth: int


def module_tree(product: Product) -> list[Branch]:
    """List a product's modules as a tree, each below the one that it belongs to."""
    children: dict[int | None, list[Module]] = defaultdict(list)
    for module in product.modules.order_by("is_retired", "name", "pk"):
        children[module.parent_id].append(module)
    branches: list[Branch] = []

    def grow(parent: int | None, depth: int) -> None:
        for module in children.pop(parent, ()):
            branches.append(Branch(module=module, depth=depth))
            grow(module.pk, depth + 1)

    grow(None, 0)
    return branches


def list_below(module: Module) -> list[int]:
    """List the ids of all modules below one."""
    tree = module_tree(module.product)
    place = next(i for i, branch in enumerate(tree) if branch.module.pk == module.pk)
    below = []
    for branch in tree[place + 1 :]:
        if branch.depth <= tree[place].depth:
            break
        below.append(branch.module.pk)
    return below


@dataclass(frozen=True, kw_only=True)
class Week:
    """How many of a product were in use in a week, together and per version."""

    week: date
    total: int
    by_version: dict[str, int]


def list_weeks(product: Product, *, limit: int = 52) -> list[Week]:
    """List how many of a product were in use, the newest week first; "" is no version."""
    weeks = product.exposures.order_by("-week").values_list("week", flat=True).distinct()[:limit]
    found: dict[date, dict[str, int]] = {week: {} for week in weeks}
    rows = product.exposures.filter(week__in=list(found)).order_by("version__name")
    for week, version, active in rows.values_list("week", "version__name", "active"):
        found[week][version or ""] = active
    return [
        Week(week=week, total=sum(counts.values()), by_version=counts)
        for week, counts in found.items()
    ]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a list of products shows of one besides its own fields."""

    released: str
    course: list[int]

    @property
    def active(self) -> int | None:
        return self.course[-1] if self.course else None


def standings_of(products: Iterable[Product], *, weeks: int = 12) -> dict[int, Standing]:
    """Give each product's newest released version and its course in use, in two queries."""
    ids = [product.pk for product in products]
    courses: dict[int, list[int]] = defaultdict(list)
    rows = Exposure.objects.filter(product__in=ids).values_list("product", "week")
    for product, _week, active in rows.annotate(total=Sum("active")).order_by("week"):
        courses[product].append(active)
    released: dict[int, str] = dict(
        Version.objects.filter(product__in=ids, released_on__isnull=False, withdrawn_on=None)
        .order_by("released_on", "pk")
        .values_list("product", "name")
    )
    return {pk: Standing(released=released.get(pk, ""), course=courses[pk][-weeks:]) for pk in ids}


def list_teams(product: Product) -> QuerySet[Team]:
    """List the teams that a product belongs to."""
    teams: QuerySet[Team] = product.teams.order_by("name")
    return teams


def list_who_see(product: Product) -> QuerySet[User]:
    """List the people who may see a product, by name."""
    people = list_people(roles=INTERNAL)
    if product.reach == Reach.EVERYONE:
        return people
    at_large = Q(role_grants__role__in=SEE_ALL)
    return people.filter(at_large | Q(memberships__team__in=product.teams.all())).distinct()


def list_owned(user: User) -> QuerySet[Product]:
    """List the products that a person looks after, whoever asks."""
    products: QuerySet[Product] = Product.objects.filter(owner=user)
    return products.order_by("pk")
