"""Know the people at a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import PersonErased
from twintrack.sales.customers.events import (
    ContactAdded,
    ContactChanged,
    ContactDeactivated,
    ContactReactivated,
)
from twintrack.sales.customers.models import BuyingRole, Contact, Customer
from twintrack.sales.customers.operations.customers import FieldUnknown, ValueImpossible

CHANGEABLE = ("name", "title", "phone", "email", "role")


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is known of a contact at first."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    role: str = ""


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
    :raises ValueImpossible: if there is no such role in what they decide to buy.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    _check_role(details.role)
    contact = Contact.objects.create(customer=customer, **asdict(details))
    record(
        ContactAdded(customer_id=customer.pk, contact_id=contact.pk, name=contact.name),
        about=customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact


def _check_role(role: str) -> None:
    if role and role not in BuyingRole.values:
        raise ValueImpossible


def hold_contact(contact: Contact) -> Contact:
    """Hold a contact until the transaction ends, and give it as it stands."""
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    found: Contact = Contact.objects.select_related("customer").get(pk=contact.pk)
    return found


def check_known(contact: Contact) -> None:
    """
    Refuse what would bring back somebody who was erased.

    :raises PersonErased: if they were.
    """
    if contact.erased_at is not None:
        raise PersonErased


@transaction.atomic
def change_contact(
    *,
    contact: Contact,
    before: Mapping[str, str],
    values: Mapping[str, str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contact:
    """
    Change what is known of a contact; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises PersonErased: if nothing may be known of them any more.
    :raises ValueImpossible: if the contact would have no name, or there is no such role.
    :raises StaleEdit: if somebody changed one of the fields in between.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    contact = hold_contact(contact)
    check_known(contact)
    current = {field: getattr(contact, field) for field in CHANGEABLE}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return contact
    if not to.get("name", contact.name).strip():
        raise ValueImpossible
    _check_role(to.get("role", ""))
    for field, text in to.items():
        setattr(contact, field, text)
    contact.save(update_fields=list(to))
    record(
        ContactChanged(
            customer_id=contact.customer_id,
            contact_id=contact.pk,
            name=contact.name,
            fields=sorted(to),
        ),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact


@transaction.atomic
def deactivate_contact(
    *, contact: Contact, by: User, at: datetime, caused_by: Entry | None = None
) -> Contact:
    """
    Note that a contact left; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    contact = hold_contact(contact)
    if not contact.is_active:
        return contact
    contact.is_active = False
    contact.save(update_fields=["is_active"])
    record(
        ContactDeactivated(
            customer_id=contact.customer_id, contact_id=contact.pk, name=contact.name
        ),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact


@transaction.atomic
def reactivate_contact(
    *, contact: Contact, by: User, at: datetime, caused_by: Entry | None = None
) -> Contact:
    """
    Note that a contact is there again; asked again, nothing changes.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PersonErased: if nothing may be known of them any more.
    """
    check_may(by, Act.MANAGE_CUSTOMERS)
    contact = hold_contact(contact)
    check_known(contact)
    if contact.is_active:
        return contact
    contact.is_active = True
    contact.save(update_fields=["is_active"])
    record(
        ContactReactivated(
            customer_id=contact.customer_id, contact_id=contact.pk, name=contact.name
        ),
        about=contact.customer,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return contact
