"""Say which customers fall in which segment: by rules, or by hand with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer, Segment
from twintrack.sales.customers.operations import FieldUnknown, SegmentSet, set_segments
from twintrack.sales.segments import queries
from twintrack.sales.segments.events import (
    SegmentBoundsChanged,
    SegmentPinned,
    SegmentRuleAdded,
    SegmentRuleChanged,
    SegmentUnpinned,
)
from twintrack.sales.segments.lifecycle import MOST_POINTS, NUMBERS, Measure
from twintrack.sales.segments.models import (
    SegmentBounds,
    SegmentChange,
    SegmentPin,
    SegmentRule,
)


class SegmentRuleImpossible(Refusal):
    """A rule that says nothing."""

    message = _(
        "A rule needs a name in both languages, points from -100 to 100, and a number to reach "
        "or words that stand in what is known."
    )
    status = 422


class BoundsImpossible(Refusal):
    """An A would need fewer points than a B."""

    message = _("An A needs more points than a B, and a B at least one.")
    status = 422


class SegmentUnknown(Refusal):
    """There is no such segment."""

    message = _("There is no such segment.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class SegmentRuleDetails:
    """For what a customer gets how many points."""

    name_zh: str
    name_en: str
    measure: str
    points: int
    at_least: Decimal = Decimal(0)
    value: str = ""
    is_active: bool = True


FIELDS = tuple(each.name for each in fields(SegmentRuleDetails))


def check_rule(rule: SegmentRule) -> None:
    """
    Refuse a rule that says nothing.

    :raises SegmentRuleImpossible: if it does not.
    """
    is_named = rule.name_zh.strip() and rule.name_en.strip()
    is_number = rule.measure in NUMBERS and rule.at_least > 0
    is_words = rule.measure in Measure.values and rule.measure not in NUMBERS and rule.value.strip()
    if not (is_named and (is_number or is_words) and 0 < abs(rule.points) <= MOST_POINTS):
        raise SegmentRuleImpossible


def _reckon(customer_ids: Collection[int] | None, *, by: User, at: datetime) -> int:
    """Bring customers to the segments that rules give them; gives how many moved."""
    rules = queries.active_rules()
    if not rules:
        return 0
    bounds = queries.bounds_of(queries.current_bounds())
    told = queries.verdicts(customer_ids, rules, bounds, on=timezone.localdate(at))
    rows = Customer.objects.filter(merged_into=None)
    if customer_ids is not None:
        rows = rows.filter(pk__in=customer_ids)
    stands = dict(rows.values_list("pk", "segment"))
    wanted = {
        pk: each.segment
        for pk, each in told.items()
        if stands.get(pk, each.segment) != each.segment
    }
    moved = set_segments(wanted=wanted, by=by, at=at) if wanted else []
    names = {each.pk: (each.name_zh, each.name_en) for each in rules}
    SegmentChange.objects.bulk_create(
        [
            SegmentChange(
                customer_id=each.customer_id,
                came_from=each.came_from,
                to=each.to,
                points=told[each.customer_id].points,
                rules=[names[pk] for pk in told[each.customer_id].rule_ids],
                by=by,
                at=at,
            )
            for each in moved
        ],
        batch_size=500,
    )
    return len(moved)


@transaction.atomic
def add_rule(
    *, details: SegmentRuleDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> SegmentRule:
    """
    Give customers points for something more; all of them are judged anew.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SegmentRuleImpossible: if it says nothing.
    """
    check_may(by, Act.SET_SEGMENTS)
    rule = SegmentRule(**asdict(details))
    check_rule(rule)
    with together():
        rule.save()
        moved = _reckon(None, by=by, at=at)
        event = SegmentRuleAdded(
            rule_id=rule.pk, name_zh=rule.name_zh, name_en=rule.name_en, moved=moved
        )
        record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


@transaction.atomic
def change_rule(
    *,
    rule: SegmentRule,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SegmentRule:
    """
    Change what customers get points for; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises SegmentRuleImpossible: if it would say nothing.
    """
    check_may(by, Act.SET_SEGMENTS)
    if not set(values) <= set(FIELDS):
        raise FieldUnknown
    rule = SegmentRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    current = {name: getattr(rule, name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return rule
    for name, value in to.items():
        setattr(rule, name, value)
    check_rule(rule)
    with together():
        rule.save(update_fields=list(to))
        event = SegmentRuleChanged(
            rule_id=rule.pk,
            name_zh=rule.name_zh,
            name_en=rule.name_en,
            fields=sorted(to),
            moved=_reckon(None, by=by, at=at),
        )
        record(event, about=rule, by=by, at=at, caused_by=caused_by)
    return rule


@transaction.atomic
def set_bounds(
    *, points_a: int, points_b: int, by: User, at: datetime, caused_by: Entry | None = None
) -> SegmentBounds:
    """
    Say how many points make which segment; all customers are judged anew.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises BoundsImpossible: if an A would need fewer points than a B.
    """
    check_may(by, Act.SET_SEGMENTS)
    if not 0 < points_b < points_a:
        raise BoundsImpossible
    with together():
        SegmentBounds.objects.get_or_create(pk=1)
        kept = SegmentBounds.objects.select_for_update(no_key=True).get(pk=1)
        kept.points_a, kept.points_b = points_a, points_b
        kept.save(update_fields=["points_a", "points_b"])
        moved = _reckon(None, by=by, at=at)
        event = SegmentBoundsChanged(points_a=points_a, points_b=points_b, moved=moved)
        record(event, about=kept, by=by, at=at, caused_by=caused_by)
    return kept


def reckon(*, customer_ids: Collection[int] | None, by: User, at: datetime) -> int:
    """Judge customers anew, all if none is named; what moves tells the ledger, nothing else."""
    with transaction.atomic(), together():
        return _reckon(customer_ids, by=by, at=at)


@transaction.atomic
def pin(
    *,
    customer: Customer,
    segment: str,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SegmentPin:
    """
    Set a customer's segment by hand: rules leave it until that is taken away.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SegmentUnknown: if there is no such segment.
    :raises ReasonMissing: if there is no reason.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if segment not in Segment.values:
        raise SegmentUnknown
    reason = reason.strip()
    if not reason and caused_by is None:
        raise ReasonMissing
    with together():
        _set([customer], segment, by=by, at=at, reason=reason)
        values = {"segment": segment, "reason": reason, "by": by, "at": at}
        kept, _is_new = SegmentPin.objects.update_or_create(customer=customer, defaults=values)
        event = SegmentPinned(
            customer_id=customer.pk,
            number=customer.number,
            name=customer.name,
            segment=segment,
            reason=reason,
        )
        record(event, about=customer, by=by, at=at, caused_by=caused_by)
    return kept


def _set(
    customers: list[Customer], segment: str, *, by: User, at: datetime, reason: str
) -> list[SegmentSet]:
    moved = set_segments(wanted={each.pk: segment for each in customers}, by=by, at=at)
    SegmentChange.objects.bulk_create(
        SegmentChange(
            customer_id=each.customer_id,
            came_from=each.came_from,
            to=each.to,
            reason=reason,
            by=by,
            at=at,
        )
        for each in moved
    )
    return moved


@transaction.atomic
def unpin(
    *, customer: Customer, by: User, at: datetime, caused_by: Entry | None = None
) -> Customer:
    """
    Let rules decide on a customer's segment again; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    with together():
        gone, _rows = SegmentPin.objects.filter(customer=customer).delete()
        if not gone:
            return customer
        _reckon([customer.pk], by=by, at=at)
        customer.refresh_from_db()
        event = SegmentUnpinned(
            customer_id=customer.pk,
            number=customer.number,
            name=customer.name,
            segment=customer.segment,
        )
        record(event, about=customer, by=by, at=at, caused_by=caused_by)
    return customer
