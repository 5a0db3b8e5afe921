"""What the customer gets: add it, write its criteria, hand it over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.deliveries.events import (
    DeliverableAdded,
    DeliverableChanged,
    DeliverableHandedOver,
)
from twintrack.sales.deliveries.lifecycle import DeliverableState
from twintrack.sales.deliveries.models import (
    Deliverable,
    DeliverableCriterion,
    Delivery,
    DeliveryPhase,
)
from twintrack.sales.deliveries.operations.dues import reach
from twintrack.sales.deliveries.operations.holding import (
    DayAhead,
    DeliveryFieldUnknown,
    concerned,
    hold_open,
    told_of,
)


class AcceptedAlready(Refusal):
    """What was accepted stays as it is."""

    message = _("The customer has accepted this already.")


class CriteriaFixed(Refusal):
    """The customer has looked at the criteria: they stay with the record."""

    message = _("The customer has judged these criteria. Add another deliverable instead.")


class HandedOverAlready(Refusal):
    """The customer has it already."""

    message = _("This was handed over already.")


@transaction.atomic
def add_deliverable(
    *,
    delivery: Delivery,
    name: str,
    criteria: Sequence[str] = (),
    phase: DeliveryPhase | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Deliverable:
    """
    Let the customer get one thing more; a delivery that was accepted is open again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises NotThere: if the phase is one of another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(delivery)
    if phase is not None and phase.delivery_id != delivery.pk:
        raise NotThere
    deliverable: Deliverable = delivery.deliverables.create(
        name=name.strip()[:120], phase=phase, position=delivery.deliverables.count() + 1
    )
    written = _put_criteria(deliverable, criteria)
    if delivery.accepted_on:
        delivery.accepted_on = None
        delivery.save(update_fields=["accepted_on"])
    event = DeliverableAdded(
        **told_of(delivery),
        deliverable_id=deliverable.pk,
        name=deliverable.name,
        criteria=written,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return deliverable


def _put_criteria(deliverable: Deliverable, criteria: Sequence[str]) -> list[str]:
    written = [text for each in criteria if (text := " ".join(each.split())[:300])]
    deliverable.criteria.all().delete()
    DeliverableCriterion.objects.bulk_create(
        DeliverableCriterion(deliverable=deliverable, position=position, text=text)
        for position, text in enumerate(written, start=1)
    )
    return written


def criteria_of(deliverable: Deliverable) -> list[str]:
    """Give the criteria of a deliverable, in their order."""
    return [each.text for each in deliverable.criteria.all()]


@transaction.atomic
def change_deliverable(
    *,
    deliverable: Deliverable,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Deliverable:
    """
    Change `name` or `criteria`, a list of texts, of a deliverable.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DeliveryFieldUnknown: if another field is named.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises AcceptedAlready: if the customer accepted it.
    :raises CriteriaFixed: if the customer judged its criteria before.
    :raises StaleEdit: if somebody changed one of them in between.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    if not set(values) <= {"name", "criteria"}:
        raise DeliveryFieldUnknown
    delivery = hold_open(deliverable.delivery)
    deliverable = Deliverable.objects.get(pk=deliverable.pk)
    if deliverable.state == DeliverableState.ACCEPTED:
        raise AcceptedAlready
    current = {"name": deliverable.name, "criteria": criteria_of(deliverable)}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return deliverable
    if "criteria" in to:
        if deliverable.criteria.filter(results__isnull=False).exists():
            raise CriteriaFixed
        to["criteria"] = _put_criteria(deliverable, to["criteria"])
    deliverable.name = to.get("name", deliverable.name)
    deliverable.save(update_fields=["name"])
    event = DeliverableChanged(
        **told_of(delivery),
        deliverable_id=deliverable.pk,
        name=deliverable.name,
        fields=sorted(to),
        came_from={name: _written(current[name]) for name in to},
        to={name: _written(value) for name, value in to.items()},
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return deliverable


def _written(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


@transaction.atomic
def hand_to_customer(
    *,
    deliverable: Deliverable,
    on: date | None = None,
    instalment_ids: Collection[int] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Deliverable:
    """
    Note that the customer has a deliverable, and which instalments that makes due.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises HandedOverAlready: if the customer has it, or accepted it.
    :raises DayAhead: if the day has not come.
    :raises InstalmentElsewhere: if an instalment does not wait for a delivery of this contract.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(deliverable.delivery)
    deliverable = Deliverable.objects.get(pk=deliverable.pk)
    if deliverable.state in {DeliverableState.HANDED_OVER, DeliverableState.ACCEPTED}:
        raise HandedOverAlready
    today = timezone.localdate(at)
    on = on or today
    if on > today:
        raise DayAhead
    deliverable.state, deliverable.handed_over_on = DeliverableState.HANDED_OVER, on
    deliverable.save(update_fields=["state", "handed_over_on"])
    with together():
        reached = reach(delivery, instalment_ids, on=on, triggers=[Trigger.DELIVERY], by=by, at=at)
        event = DeliverableHandedOver(
            **told_of(delivery),
            deliverable_id=deliverable.pk,
            name=deliverable.name,
            on=on,
            instalment_ids=reached,
        )
        record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return deliverable
