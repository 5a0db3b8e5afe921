"""Open opportunities, and keep what is known of them right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.events import OpportunityChanged, OpportunityOpened
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations.passing import enter

CHANGEABLE = (
    "name",
    "products",
    "amount",
    "currency",
    "expected_close_on",
    "owner",
    "next_step",
    "next_step_on",
)


class AmountImpossible(Refusal):
    """An amount below nothing, or larger than can be kept."""

    message = _("The amount must lie between 0 and 99,999,999,999,999.99.")
    status = 422


class StepHalf(Refusal):
    """A next step without a day, or a day on which nothing is to be done."""

    message = _("A next step needs words and a day: say what you do, and by when.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that an opportunity does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class OpportunityDetails:
    """What is known of an opportunity at first; without products, the customer may buy any."""

    customer: Customer
    name: str
    amount: Decimal
    currency: str
    expected_close_on: date
    products: Collection[Product] = ()
    owner: User | None = None
    next_step: str = ""
    next_step_on: date | None = None


def _check_amount(amount: Decimal) -> None:
    if not (amount.is_finite() and 0 <= amount < Decimal(10) ** 14):
        raise AmountImpossible


def _check_step(step: str, day: date | None) -> None:
    if bool(step.strip()) != bool(day):
        raise StepHalf


def _first_stage() -> str:
    way = open_stages()
    return way[0].code if way else Stage.REQUIREMENT_CONFIRMATION.value


@transaction.atomic
def open_opportunity(
    *, details: OpportunityDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Opportunity:
    """
    Open an opportunity; the person looks after it unless somebody else is named.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises AmountImpossible: if the amount is below nothing.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises StepHalf: if a next step lacks its day, or its words.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    _check_amount(details.amount)
    check_currency(details.currency)
    _check_step(details.next_step, details.next_step_on)
    opportunity: Opportunity = Opportunity.objects.create(
        number=next_number("O"),
        customer=details.customer,
        name=details.name,
        amount=details.amount,
        currency=details.currency,
        expected_close_on=details.expected_close_on,
        stage=_first_stage(),
        next_step=details.next_step.strip(),
        next_step_on=details.next_step_on,
        owner=details.owner or by,
        opened_at=at,
        stage_since=at,
    )
    opportunity.products.set(details.products)
    enter(opportunity, at, by=by)
    record(
        OpportunityOpened(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            name=opportunity.name,
            amount=opportunity.amount,
            currency=opportunity.currency,
            expected_close_on=opportunity.expected_close_on,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[details.customer],
    )
    return opportunity


def _current(opportunity: Opportunity, field: str) -> Any:
    if field == "products":
        return set(opportunity.products.all())
    return getattr(opportunity, field)


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: set(each) if field == "products" else each for field, each in values.items()}


def _written(field: str, value: Any) -> str:
    if field == "products":
        return ", ".join(sorted(each.code for each in value))
    return "" if value is None else str(value)


@transaction.atomic
def change(
    *,
    opportunity: Opportunity,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Change what is known of an opportunity; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises AmountImpossible: if the amount is below nothing.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises StepHalf: if a next step would lack its day, or its words.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    opportunity = Opportunity.objects.select_for_update(no_key=True).get(pk=opportunity.pk)
    current = {field: _current(opportunity, field) for field in values}
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return opportunity
    _check_amount(to.get("amount", opportunity.amount))
    check_currency(to.get("currency", opportunity.currency))
    if {"next_step", "next_step_on"} & to.keys():
        _check_step(
            to.get("next_step", opportunity.next_step),
            to.get("next_step_on", opportunity.next_step_on),
        )
    plain = [field for field in to if field != "products"]
    for field in plain:
        setattr(opportunity, field, to[field])
    if plain:
        opportunity.save(update_fields=plain)
    if "products" in to:
        opportunity.products.set(to["products"])
    record(
        OpportunityChanged(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            fields=sorted(to),
            came_from={field: _written(field, current[field]) for field in to},
            to={field: _written(field, value) for field, value in to.items()},
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity
