"""Look after customers: know them, keep what is known right, hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.customers.events import CustomerAdded, CustomerChanged, CustomerHandedOver
from twintrack.sales.customers.models import Customer, Segment

CHANGEABLE = ("name", "industry", "region", "segment")


class CustomerKnown(Refusal):
    """There is a customer of this name."""

    message = _("There is a customer of this name already.")


class FieldUnknown(Refusal):
    """A field was named that a customer does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


class ValueImpossible(Refusal):
    """A customer needs a name, and a segment that exists."""

    message = _("A customer needs a name, and one of the segments.")
    status = 422


class OwnerUnfit(Refusal):
    """The person may not look after customers."""

    message = _("This person cannot look after customers. Choose somebody from sales.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """What is known of a customer at first."""

    name: str
    industry: str = ""
    region: str = ""
    segment: str = "C"


@transaction.atomic
def add_customer(
    *,
    details: CustomerDetails,
    owner: User | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Customer:
    """
    Add a customer that the person looks after, unless somebody else is named.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if the owner may not look after customers.
    :raises CustomerKnown: if the name is known, whatever its case.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if owner is not None and not may(owner, Act.MANAGE_CUSTOMERS):
        raise OwnerUnfit
    if Customer.objects.filter(name__iexact=details.name).exists():
        raise CustomerKnown
    customer: Customer = Customer.objects.create(
        number=next_number("CUST"), owner=owner or by, created_at=at, **asdict(details)
    )
    record(
        CustomerAdded(customer_id=customer.pk, number=customer.number, name=customer.name),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return customer


def _locked(customer: Customer) -> Customer:
    # Read after the wait: whom a held row is joined with would be as it was before.
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    found: Customer = Customer.objects.select_related("owner").get(pk=customer.pk)
    return found


def _check_values(customer: Customer, values: Mapping[str, str]) -> None:
    if not values.get("name", customer.name) or values.get("segment", "A") not in Segment.values:
        raise ValueImpossible
    named = Customer.objects.exclude(pk=customer.pk)
    if "name" in values and named.filter(name__iexact=values["name"]).exists():
        raise CustomerKnown


@transaction.atomic
def change_customer(
    *,
    customer: Customer,
    before: Mapping[str, str],
    values: Mapping[str, str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Customer:
    """
    Change what is known of a customer; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises ValueImpossible: if it would have no name, or a segment that does not exist.
    :raises CustomerKnown: if another customer has the name, whatever its case.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    customer = _locked(customer)
    current = {field: getattr(customer, field) for field in CHANGEABLE}
    wanted = {field: value.strip() for field, value in values.items()}
    to = changes_to_make(current=current, before=before, values=wanted)
    if not to:
        return customer
    _check_values(customer, to)
    for field, value in to.items():
        setattr(customer, field, value)
    customer.save(update_fields=list(to))
    record(
        CustomerChanged(
            customer_id=customer.pk,
            number=customer.number,
            name=customer.name,
            fields=sorted(to),
            came_from={field: current[field] for field in to},
            to=to,
        ),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return customer


@transaction.atomic
def hand_over(
    *,
    customer: Customer,
    before: User,
    to: User,
    note: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Customer:
    """
    Let somebody else look after a customer; `before` is the owner the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if the new owner may not look after customers.
    :raises StaleEdit: if somebody handed it over in between.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if not may(to, Act.MANAGE_CUSTOMERS):
        raise OwnerUnfit
    customer = _locked(customer)
    came_from = customer.owner
    if came_from == to:
        return customer
    if came_from != before:
        raise StaleEdit(field="owner", current=came_from, attempted=to)
    customer.owner = to
    customer.save(update_fields=["owner"])
    record(
        CustomerHandedOver(
            customer_id=customer.pk,
            number=customer.number,
            name=customer.name,
            came_from_id=came_from.pk,
            came_from_name=came_from.name,
            to_id=to.pk,
            to_name=to.name,
            note=note.strip(),
        ),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[came_from, to],
    )
    return customer
