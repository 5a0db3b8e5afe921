"""Take back what a row brought, but for what somebody worked with since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.models import Subject
from twintrack.foundation.ledger.operations import set_apart
from twintrack.foundation.people.models import User
from twintrack.foundation.search.models import SearchDocument
from twintrack.sales.customers.events import ContactAdded, ContactChanged, CustomerAdded
from twintrack.sales.customers.events import CustomerChanged as Changed
from twintrack.sales.customers.events import CustomerSegmented as Segmented
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import change_contact, change_customer
from twintrack.sales.rosters.columns import read_row
from twintrack.sales.rosters.models import CustomerImportRow
from twintrack.sales.segments.models import SegmentChange

# What an import itself tells of a customer that it added, and what rules make of that. Whoever
# sets a segment by hand tells of it by another event.
OWN = (
    CustomerAdded.kind,
    ContactAdded.kind,
    ContactChanged.kind,
    Changed.kind,
    Segmented.kind,
)
# Rows that name a customer without anybody having worked with it.
TRACES = (CustomerImportRow, SegmentChange)


def take_back(row: CustomerImportRow, *, by: User, at: datetime) -> bool:
    """Take back what a row brought; says whether all of it is gone."""
    is_whole = _restore(row, by, at)
    if row.is_new_contact and row.contact is not None:
        is_whole = _forget_contact(row, row.contact) and is_whole
    if row.is_new_customer and row.customer is not None:
        is_whole = _forget_customer(row, row.customer) and is_whole
    return is_whole


def _restore(row: CustomerImportRow, by: User, at: datetime) -> bool:
    """Bring back what a row overwrote, unless somebody changed it since."""
    is_whole = True
    changes: tuple[tuple[str, Any, Any], ...] = (
        ("customer", row.customer, change_customer),
        ("contact", row.contact, change_contact),
    )
    for code, found, change in changes:
        if found is None:
            continue
        told = _but_for_rules(code, row.changed.get(code) or {}, found)
        if not told:
            continue
        before = {name: now for name, (_was, now) in told.items()}
        values = {name: was for name, (was, _now) in told.items()}
        try:
            with set_apart():
                change(**{code: found}, before=before, values=values, by=by, at=at)
        except Refusal:
            is_whole = False
    return is_whole


def _but_for_rules(code: str, told: dict[str, Any], found: Any) -> dict[str, Any]:
    """Leave the segment out where rules decided on it after the file."""
    if code != "customer" or "segment" not in told or not _was_segmented(found):
        return told
    return {name: value for name, value in told.items() if name != "segment"}


def _was_segmented(customer: Customer) -> bool:
    of_it = Subject.objects.filter(kind="customer", object_id=customer.pk)
    return of_it.filter(entry__kind=Segmented.kind).exists()


def _forget_contact(row: CustomerImportRow, contact: Contact) -> bool:
    said = read_row(row.values, row.run.mapping, {}).person
    if _is_named(contact) or not _is_as_said(contact, said):
        return False
    row.contact = None
    CustomerImportRow.objects.filter(contact=contact).update(contact=None)
    contact.delete()
    return True


def _is_as_said(row: Model, said: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in said.items())


def _forget_customer(row: CustomerImportRow, customer: Customer) -> bool:
    others = Subject.objects.filter(kind="customer", object_id=customer.pk)
    if others.exclude(entry__kind__in=OWN).exists():
        return False
    said = read_row(row.values, row.run.mapping, {})
    wrote = {"name": said.company, **said.facts}
    if _was_segmented(customer):
        wrote.pop("segment", None)
    if _is_named(customer) or not _is_as_said(customer, wrote):
        return False
    row.customer = None
    CustomerImportRow.objects.filter(customer=customer).update(customer=None)
    SearchDocument.objects.filter(kind="customer", object_id=customer.pk).delete()
    customer.delete()
    return True


def _is_named(row: Model) -> bool:
    """Say whether any row of any table names this one."""
    relations: Any = row._meta.get_fields(include_hidden=True)
    for each in relations:
        if not each.auto_created or each.concrete or not each.is_relation:
            continue
        model, name = each.related_model, each.field.name
        if model in TRACES:
            continue
        if model._default_manager.filter(**{name: row.pk}).exists():
            return True
    return False
