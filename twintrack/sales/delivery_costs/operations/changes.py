"""Draft change requests, write them anew, offer them, and note a no."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.events import (
    ChangeRequestChanged,
    ChangeRequestDrafted,
    ChangeRequestMoved,
)
from twintrack.sales.delivery_costs.lifecycle import NEXT_CHANGE, AskedBy, ChangeState
from twintrack.sales.delivery_costs.models import ChangeRequest
from twintrack.sales.delivery_costs.operations.holding import check_open, one_line
from twintrack.sales.delivery_costs.queries.budgets import currency_of

MOST = Decimal(10) ** 10
MOST_DAYS = 400
LENGTHS = {"title": 120, "why": 300}
FIELDS = (
    *("title", "description", "why", "asked_by", "price", "tax_rate", "cost", "days"),
    "tasks",
)


class ChangeImpossible(Refusal):
    """A change request that says nothing, or amounts that cannot be."""

    message = _(
        "Say what changes and why. Price and cost lie at or above nothing, without parts of a"
        " cent; for less work than agreed, amend the contract itself."
    )
    status = 422


class TaskElsewhere(Refusal):
    """A task belongs to another delivery."""

    message = _("This task belongs to another delivery.")
    status = 422


class NotADraft(Refusal):
    """What the customer was offered stays as it was said."""

    message = _("What was offered stays as it is. Take it back into work first.")


@dataclass(frozen=True, kw_only=True)
class ChangeDetails:
    """
    What changes, why, who asked for it, and for how much in the currency of the delivery.

    `price` is without tax, `days` are working days by which the planned finish moves.
    """

    title: str
    why: str
    asked_by: str
    price: Decimal
    cost: Decimal
    days: int = 0
    tax_rate: Decimal = Decimal(6)
    description: str = ""
    tasks: Collection[DeliveryTask] = ()


def check_writes(by: User) -> None:
    """
    Make sure that somebody works with change requests: with deliveries, and what they cost.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    check_may(by, Act.SEE_COSTS)


@transaction.atomic
def draft_change(
    *,
    delivery: Delivery,
    details: ChangeDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ChangeRequest:
    """
    Begin a change request of a delivery.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DeliveryOver: if the delivery is completed or cancelled.
    :raises ChangeImpossible: if it says nothing, or an amount cannot be.
    :raises TaskElsewhere: if a task belongs to another delivery.
    """
    check_writes(by)
    check_open(delivery)
    values = _tidied(vars(details))
    tasks = values.pop("tasks")
    change = ChangeRequest(
        number=next_number("CR"),
        delivery=delivery,
        currency=currency_of(delivery),
        created_by=by,
        created_at=at,
        **values,
    )
    _check(change, tasks)
    change.save()
    change.tasks.set(tasks)
    event = ChangeRequestDrafted(
        **told_of(change),
        asked_by=change.asked_by,
        price=change.price,
        currency=change.currency,
        days=change.days,
    )
    record(event, about=change, by=by, at=at, caused_by=caused_by, also=[delivery])
    return change


@transaction.atomic
def change_request(
    *,
    change: ChangeRequest,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ChangeRequest:
    """
    Write a draft anew; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it was offered or decided.
    :raises ChangeImpossible: if it says nothing, or an amount cannot be.
    :raises TaskElsewhere: if a task belongs to another delivery.
    :raises StaleEdit: if somebody changed one of the fields in between.
    """
    check_writes(by)
    change = hold(change)
    if not change.is_draft:
        raise NotADraft
    values = _tidied({name: each for name, each in values.items() if name in FIELDS})
    current = {name: _current(change, name) for name in values}
    seen = {name: set(each) if name == "tasks" else each for name, each in before.items()}
    to = changes_to_make(current=current, before=seen, values=values)
    if not to:
        return change
    tasks = to.get("tasks")
    for name in to:
        if name != "tasks":
            setattr(change, name, to[name])
    _check(change, tasks or set())
    change.save()
    if tasks is not None:
        change.tasks.set(tasks)
    event = ChangeRequestChanged(**told_of(change), fields=sorted(to))
    record(event, about=change, by=by, at=at, caused_by=caused_by, also=[change.delivery])
    return change


@transaction.atomic
def move_change(
    *,
    change: ChangeRequest,
    to: str,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ChangeRequest:
    """
    Offer a change request, take it back into work, or note that it was refused or withdrawn.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow; what is accepted is signed.
    :raises ReasonMissing: if it is refused or withdrawn without a reason.
    """
    check_writes(by)
    change = hold(change)
    if to not in NEXT_CHANGE[change.state] or to == ChangeState.ACCEPTED:
        raise StateNotReachable
    reason = one_line(reason, 300)
    if to in {ChangeState.REFUSED, ChangeState.WITHDRAWN} and not reason:
        raise ReasonMissing
    came_from = change.state
    change.state, change.reason = to, reason
    if to == ChangeState.OFFERED:
        check_open(change.delivery)
        change.offered_at = at
    if to in {ChangeState.REFUSED, ChangeState.WITHDRAWN}:
        change.decided_by, change.decided_at = by, at
    change.save(update_fields=["state", "reason", "offered_at", "decided_by", "decided_at"])
    event = ChangeRequestMoved(**told_of(change), came_from=came_from, to=to, reason=reason)
    record(event, about=change, by=by, at=at, caused_by=caused_by, also=[change.delivery])
    return change


def hold(change: ChangeRequest) -> ChangeRequest:
    """Read a change request anew while nobody else can change it."""
    ChangeRequest.objects.select_for_update(no_key=True).get(pk=change.pk)
    related = ("delivery__project__owner", "delivery__contract", "amendment__contract")
    found: ChangeRequest = ChangeRequest.objects.select_related(*related).get(pk=change.pk)
    return found


def told_of(change: ChangeRequest) -> dict[str, Any]:
    """Give what every entry on a change request says."""
    return {
        "change_id": change.pk,
        "number": change.number,
        "delivery_id": change.delivery_id,
        "delivery": change.delivery.number,
        "title": change.title,
    }


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(values)
    for name, most in LENGTHS.items():
        if name in tidy:
            tidy[name] = one_line(tidy[name], most)
    if "description" in tidy:
        tidy["description"] = tidy["description"].strip()[:4000]
    if "tasks" in tidy:
        tidy["tasks"] = set(tidy["tasks"])
    return tidy


def _current(change: ChangeRequest, name: str) -> Any:
    return set(change.tasks.all()) if name == "tasks" else getattr(change, name)


def _check(change: ChangeRequest, tasks: Collection[DeliveryTask]) -> None:
    amounts = (change.price, change.cost)
    is_sound = (
        change.title
        and change.why
        and change.asked_by in AskedBy.values
        and all(each.is_finite() and 0 <= each < MOST for each in amounts)
        and all(is_whole(each, change.currency) for each in amounts)
        and 0 <= change.tax_rate <= 100
        and 0 <= change.days <= MOST_DAYS
    )
    if not is_sound:
        raise ChangeImpossible
    if any(each.delivery_id != change.delivery_id for each in tasks):
        raise TaskElsewhere
