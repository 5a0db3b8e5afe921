"""Which rules of segments there are, who falls where, and who would move."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer, Segment
from twintrack.sales.segments.facts import facts_of, facts_of_one
from twintrack.sales.segments.models import (
    SegmentBounds,
    SegmentChange,
    SegmentPin,
    SegmentRule,
)
from twintrack.sales.segments.reckoning import Bounds, Facts, Rule, Verdict, judge

# The kinds of objects that say by which rules segments are judged.
KINDS = ("segment_rule", "segment_bounds")


@dataclass(frozen=True, kw_only=True)
class Move:
    """A customer that would come into another segment."""

    customer: Customer
    to: str
    points: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What rules would make of all customers: how many in each segment, and who moves."""

    counts: dict[str, int]
    moves: list[Move]
    moved: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one customer stands, and why."""

    facts: Facts
    verdict: Verdict | None
    rules: list[SegmentRule]
    bounds: Bounds
    pin: SegmentPin | None


def list_rules(*, for_user: User) -> QuerySet[SegmentRule]:
    """List the rules, those in force first, the weightiest first."""
    rules: QuerySet[SegmentRule] = SegmentRule.objects.visible_to(for_user)
    return rules.order_by("-is_active", "-points", "pk")


def get_rule(pk: int, *, for_user: User) -> SegmentRule:
    """
    Find a rule.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_rules(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def active_rules() -> list[SegmentRule]:
    """Give the rules that are in force."""
    return list(SegmentRule.objects.filter(is_active=True).order_by("-points", "pk"))


def current_bounds() -> SegmentBounds:
    """Give how many points make which segment."""
    return SegmentBounds.objects.first() or SegmentBounds()


def bounds_of(kept: SegmentBounds) -> Bounds:
    """Give the bounds as they are reckoned with."""
    return Bounds(a=kept.points_a, b=kept.points_b)


def count_segments(*, for_user: User) -> dict[str, int]:
    """Count the customers in each segment."""
    visible = Customer.objects.visible_to(for_user).filter(merged_into=None).order_by()
    found = dict(visible.values_list("segment").annotate(count=Count("pk")))
    return {each: found.get(each, 0) for each in Segment.values}


def verdicts(
    customer_ids: Collection[int] | None, rules: Iterable[Rule], bounds: Bounds, *, on: date
) -> dict[int, Verdict]:
    """Judge customers that nobody set by hand; all of them, if none is named."""
    facts = facts_of(customer_ids, on=on)
    pinned = set(SegmentPin.objects.values_list("customer_id", flat=True))
    kept = list(rules)
    return {pk: judge(each, kept, bounds) for pk, each in facts.items() if pk not in pinned}


def preview(
    rules: Iterable[Rule], bounds: Bounds, *, for_user: User, on: date, limit: int = 50
) -> Preview:
    """
    Say what rules would make of all customers, without changing any.

    :raises NotAllowed: if the person may not set segments.
    """
    check_may(for_user, Act.SET_SEGMENTS)
    told = verdicts(None, rules, bounds, on=on)
    counts = count_segments(for_user=for_user)
    moving = []
    for pk, segment in Customer.objects.filter(merged_into=None).values_list("pk", "segment"):
        verdict = told.get(pk)
        if verdict is not None and verdict.segment != segment:
            counts[segment] -= 1
            counts[verdict.segment] += 1
            moving.append(pk)
    shown = Customer.objects.filter(pk__in=moving[:limit]).select_related("owner")
    return Preview(
        counts=counts,
        moves=[
            Move(customer=each, to=told[each.pk].segment, points=told[each.pk].points)
            for each in shown.order_by("name", "pk")
        ],
        moved=len(moving),
    )


def standing_of(customer: Customer, *, on: date) -> Standing:
    """Say where a customer stands, and why."""
    rules, bounds = standing("segments.rules", _rules_and_bounds, about=KINDS)
    facts = facts_of_one(customer, on=on)
    verdict = judge(facts, rules, bounds) if rules else None
    fitting = verdict.rule_ids if verdict else ()
    return Standing(
        facts=facts,
        verdict=verdict,
        rules=[each for each in rules if each.pk in fitting],
        bounds=bounds,
        pin=_pin_of(customer),
    )


def _rules_and_bounds() -> tuple[list[SegmentRule], Bounds]:
    return active_rules(), bounds_of(current_bounds())


def _pin_of(customer: Customer) -> SegmentPin | None:
    if not has("customer", customer.pk, "segment set"):
        return None
    return SegmentPin.objects.filter(customer=customer).select_related("by").first()


def list_changes(*, for_user: User, customer: Customer | None = None) -> QuerySet[SegmentChange]:
    """List how segments changed, the newest first; those of one customer, if it is named."""
    visible = Customer.objects.visible_to(for_user)
    rows = SegmentChange.objects.filter(customer__in=visible)
    if customer is not None:
        rows = rows.filter(customer=customer)
    return rows.select_related("customer", "by").order_by("-at", "-pk")


def list_pins(*, for_user: User) -> QuerySet[SegmentPin]:
    """List the segments that somebody set by hand, the newest first."""
    visible = Customer.objects.visible_to(for_user)
    rows = SegmentPin.objects.filter(customer__in=visible)
    return rows.select_related("customer", "by").order_by("-at", "-pk")
