"""Look after customers and their contacts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.customers.events import ContactAdded, CustomerAdded
from twintrack.sales.customers.models import Contact, Customer


class CustomerKnown(Refusal):
    """There is a customer of this name."""

    message = _("There is a customer of this name already.")


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """What is known of a customer at first."""

    name: str
    industry: str = ""
    region: str = ""
    segment: str = "C"


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is known of a contact at first."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def add_customer(
    *, details: CustomerDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Customer:
    """
    Add a customer that the person looks after.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CustomerKnown: if the name is known, whatever its case.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if Customer.objects.filter(name__iexact=details.name).exists():
        raise CustomerKnown
    customer: Customer = Customer.objects.create(
        number=next_number("CUST"), owner=by, created_at=at, **asdict(details)
    )
    record(
        CustomerAdded(customer_id=customer.pk, number=customer.number, name=customer.name),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return customer


@transaction.atomic
def add_contact(
    *,
    customer: Customer,
    details: ContactDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contact:
    """
    Add a person at a customer.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    contact = Contact.objects.create(customer=customer, **asdict(details))
    record(
        ContactAdded(customer_id=customer.pk, contact_id=contact.pk, name=contact.name),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact
