"""Which opportunities there are, as far as a person may see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.money.queries import Total, add_up, find_rates, total_in_base
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.lifecycle import OPEN
from twintrack.sales.pipeline.models import Opportunity


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list of opportunities is narrowed; `stage` may be one, `open`, or all if empty."""

    stage: str = ""
    customer: Customer | None = None
    product: Product | None = None
    owner: User | None = None
    text: str = ""


EVERY = Wanted()


def list_opportunities(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[Opportunity]:
    """List opportunities by the day they are expected to close."""
    rows: QuerySet[Opportunity] = Opportunity.objects.visible_to(for_user)
    rows = rows.filter(_narrowed(wanted))
    if wanted.product:
        # A sub-query, so that no row comes twice; those open to any product count too.
        named = rows.filter(products=wanted.product).values("pk")
        rows = rows.filter(Q(pk__in=named) | Q(products=None))
    return rows.select_related("customer", "owner").order_by("expected_close_on", "pk")


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.stage == "open":
        which &= Q(stage__in=OPEN)
    elif wanted.stage:
        which &= Q(stage=wanted.stage)
    if wanted.customer:
        which &= Q(customer=wanted.customer)
    if wanted.owner:
        which &= Q(owner=wanted.owner)
    if wanted.text:
        which &= (
            Q(name__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which


def get_opportunity(number: str, *, for_user: User) -> Opportunity:
    """
    Find an opportunity by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Opportunity | None = list_opportunities(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_products_of(opportunity: Opportunity, *, for_user: User) -> QuerySet[Product]:
    """List the products an opportunity is about, as far as the person may see them."""
    products: QuerySet[Product] = Product.objects.visible_to(for_user)
    return products.filter(pk__in=opportunity.products.values("pk")).order_by("name", "pk")


def list_unseen_products_of(opportunity: Opportunity, *, for_user: User) -> list[Product]:
    """List the products an opportunity is about that are hidden from the person who edits it."""
    visible = list_products_of(opportunity, for_user=for_user).values("pk")
    return list(opportunity.products.exclude(pk__in=visible))


@dataclass(frozen=True, kw_only=True)
class StageSum:
    """How many opportunities are at a stage, and their amounts."""

    stage: str
    count: int
    total: Total


def sum_by_stage(opportunities: QuerySet[Opportunity], *, on: date) -> dict[str, StageSum]:
    """Add up the amounts of a list per stage, at a day's rates; empty stages are left out."""
    rows = opportunities.order_by().values_list("stage", "currency")
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for stage, currency, amount, count in rows.annotate(amount=Sum("amount"), count=Count("pk")):
        amounts[stage][currency] = amount
        counts[stage] += count
    rates = find_rates({each for sums in amounts.values() for each in sums}, on=on)
    return {
        stage: StageSum(stage=stage, count=counts[stage], total=add_up(sums, rates))
        for stage, sums in amounts.items()
    }


def sum_amounts(opportunities: QuerySet[Opportunity], *, on: date) -> Total:
    """Add up the amounts of a list: per currency, and in the base currency at a day's rates."""
    rows = opportunities.order_by().values_list("currency").annotate(amount=Sum("amount"))
    return total_in_base(dict(rows), on=on)


@dataclass(frozen=True, kw_only=True)
class OpenOpportunity:
    """What the helix needs of an open opportunity; without products, it is about any."""

    pk: int
    customer_id: int
    amount: Decimal
    currency: str
    product_ids: frozenset[int]


def list_open(*, customer_ids: Collection[int]) -> list[OpenOpportunity]:
    """List the open opportunities of customers, for reactions: no person asks, all are given."""
    rows = Opportunity.objects.filter(customer_id__in=customer_ids, stage__in=OPEN).order_by("pk")
    named: dict[tuple[int, int, Decimal, str], set[int]] = defaultdict(set)
    for pk, customer_id, amount, currency, product_id in rows.values_list(
        "pk", "customer_id", "amount", "currency", "products"
    ):
        # One without products comes once, with nothing beside it.
        named[pk, customer_id, amount, currency].update({product_id} - {None})
    return [
        OpenOpportunity(
            pk=pk,
            customer_id=customer_id,
            amount=amount,
            currency=currency,
            product_ids=frozenset(products),
        )
        for (pk, customer_id, amount, currency), products in named.items()
    ]


def list_owned(user: User) -> QuerySet[Opportunity]:
    """List the open opportunities that a person looks after, whoever asks."""
    opportunities: QuerySet[Opportunity] = Opportunity.objects.filter(owner=user, stage__in=OPEN)
    return opportunities.order_by("pk")
