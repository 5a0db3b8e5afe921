"""Bring customers to other segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.sales.customers.events import CustomerSegmented
from twintrack.sales.customers.models import Customer


@dataclass(frozen=True, kw_only=True)
class SegmentSet:
    """A customer that came into another segment."""

    customer_id: int
    came_from: str
    to: str


@transaction.atomic
def set_segments(
    *, wanted: Mapping[int, str], by: User, at: datetime, caused_by: Entry | None = None
) -> list[SegmentSet]:
    """Bring customers to segments, by their ids; who is there already is left alone."""
    held = Customer.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    moving = [each for each in held if each.segment != wanted[each.pk]]
    moved = []
    for customer in moving:
        to = wanted[customer.pk]
        moved.append(SegmentSet(customer_id=customer.pk, came_from=customer.segment, to=to))
        customer.segment = to
    Customer.objects.bulk_update(moving, ["segment"], batch_size=500)
    records = [
        Record(
            event=CustomerSegmented(
                customer_id=each.pk,
                number=each.number,
                name=each.name,
                came_from=told.came_from,
                to=told.to,
            ),
            about=each,
        )
        for each, told in zip(moving, moved, strict=True)
    ]
    record_many(records, by=by, at=at, caused_by=caused_by)
    return moved
