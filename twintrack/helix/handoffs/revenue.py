"""The money behind a requirement: open opportunities of who waits, each one once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from twintrack.foundation.money.queries import Total, add_up, find_rates
from twintrack.helix.handoffs.models import Handoff
from twintrack.hub.projects.waiting import Waiting
from twintrack.rnd.backlog.lifecycle import FROZEN, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.pipeline.queries import OpenOpportunity, list_open


def revenue_behind(customer_ids: Collection[int], product_id: int, *, on: date) -> Total:
    """
    Add up what customers may buy of a product, at a day's rates.

    Opportunities that name other products only are left out; those that name none count.
    """
    return _total(_about(list_open(customer_ids=customer_ids), product_id), on)


def open_amounts(customer_ids: Collection[int], *, on: datetime) -> Decimal:
    """Add up all that customers may buy, in the base currency at a day's rates."""
    return _total(list_open(customer_ids=customer_ids), timezone.localdate(on)).in_base


def revenue_by_customer(
    customer_ids: Collection[int], product_id: int, *, on: date
) -> dict[int, Total]:
    """Add up the same for each customer; those without an open opportunity are left out."""
    found: dict[int, list[OpenOpportunity]] = defaultdict(list)
    for each in _about(list_open(customer_ids=customer_ids), product_id):
        found[each.customer_id].append(each)
    return {customer_id: _total(each, on) for customer_id, each in found.items()}


def amounts_by_customer(
    pairs: Collection[tuple[int, int]], *, on: date
) -> dict[tuple[int, int], Decimal]:
    """Add up what a customer may buy of a product, for each pair of ids, in the base currency."""
    found: dict[int, list[OpenOpportunity]] = defaultdict(list)
    for each in list_open(customer_ids={customer_id for customer_id, _product_id in pairs}):
        found[each.customer_id].append(each)
    rates = find_rates({each.currency for some in found.values() for each in some}, on=on)
    return {
        (customer_id, product_id): _added_up(_about(found[customer_id], product_id), rates).in_base
        for customer_id, product_id in pairs
    }


def revenue_behind_all(requirements: QuerySet[Requirement], on: date) -> Decimal:
    """Add up what stands behind many requirements; who waits for two of them counts once."""
    handoffs = Handoff.objects.filter(requirement__in=requirements.order_by().values("pk"))
    wanted: dict[int, set[int]] = defaultdict(set)
    for customer_id, product_id in (
        handoffs.order_by().values_list("feedback__customer_id", "product_id").distinct()
    ):
        wanted[customer_id].add(product_id)
    waiting = [
        each
        for each in list_open(customer_ids=wanted)
        if not each.product_ids or wanted[each.customer_id].intersection(each.product_ids)
    ]
    return _total(waiting, on).in_base


def waiting_for_milestones(milestone_ids: Collection[int], on: date) -> dict[int, Waiting]:
    """Count who waits for what milestones bring, each customer and each opportunity once."""
    handoffs = (
        Handoff.objects.filter(requirement__milestone__in=milestone_ids)
        .exclude(requirement__state__in=FROZEN | {State.DEFERRED})
        .exclude(feedback__state=FeedbackState.WITHDRAWN)
    )
    wanted: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for milestone_id, customer_id, product_id in (
        handoffs.order_by()
        .values_list("requirement__milestone", "feedback__customer", "product")
        .distinct()
    ):
        wanted[milestone_id][customer_id].add(product_id)
    customers = {customer_id for each in wanted.values() for customer_id in each}
    opportunities = list_open(customer_ids=customers)
    rates = find_rates({each.currency for each in opportunities}, on=on)
    return {
        milestone_id: Waiting(
            customers=len(products),
            amount=_added_up(
                [
                    each
                    for each in opportunities
                    if each.customer_id in products
                    and (not each.product_ids or products[each.customer_id] & each.product_ids)
                ],
                rates,
            ).in_base,
        )
        for milestone_id, products in wanted.items()
    }


def _about(opportunities: Iterable[OpenOpportunity], product_id: int) -> list[OpenOpportunity]:
    return [
        each for each in opportunities if not each.product_ids or product_id in each.product_ids
    ]


def _total(opportunities: Sequence[OpenOpportunity], on: date) -> Total:
    return _added_up(opportunities, find_rates({each.currency for each in opportunities}, on=on))


def _added_up(opportunities: Sequence[OpenOpportunity], rates: Mapping[str, Decimal]) -> Total:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in opportunities:
        amounts[each.currency] += each.amount
    return add_up(amounts, rates)
