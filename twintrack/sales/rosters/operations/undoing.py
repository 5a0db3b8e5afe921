"""Take back what rows brought, but for what somebody worked with since: many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from twintrack.sales.rosters.columns import Said, read_row
from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow
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
Rows = Sequence[CustomerImportRow]


def take_back(run: CustomerImport, rows: Rows, *, by: User, at: datetime) -> set[int]:
    """
    Take back what rows brought; gives the ids of those of which something stays.

    What they overwrote is brought back first, then people go, then customers whom nobody is at.
    """
    segmented = _segmented(rows)
    kept = {row.pk for row in rows if not _restore(row, segmented, by, at)}
    said = {row.pk: read_row(row.values, run.mapping, {}) for row in rows}
    return kept | _forget_contacts(rows, said) | _forget_customers(rows, said, segmented)


def _segmented(rows: Rows) -> set[int]:
    """Give the customers of rows on whose segment rules decided after the file."""
    customers = {row.customer_id for row in rows if row.customer_id}
    of_them = Subject.objects.filter(kind="customer", object_id__in=customers)
    found = of_them.filter(entry__kind=Segmented.kind).values_list("object_id", flat=True)
    return set(found)


def _restore(row: CustomerImportRow, segmented: Collection[int], by: User, at: datetime) -> bool:
    """Bring back what a row overwrote, unless somebody changed it since."""
    is_whole = True
    changes: tuple[tuple[str, Any, Any], ...] = (
        ("customer", row.customer, change_customer),
        ("contact", row.contact, change_contact),
    )
    for code, found, change in changes:
        told = row.changed.get(code) or {}
        if code == "customer" and row.customer_id in segmented:
            told = {name: value for name, value in told.items() if name != "segment"}
        if not told or found is None:
            continue
        before = {name: now for name, (_was, now) in told.items()}
        values = {name: was for name, (was, _now) in told.items()}
        try:
            with set_apart():
                change(**{code: found}, before=before, values=values, by=by, at=at)
        except Refusal:
            is_whole = False
    return is_whole


def _forget_contacts(rows: Rows, said: dict[int, Said]) -> set[int]:
    """Let the people go whom rows added; gives the ids of rows whose person stays."""
    by_contact = {row.contact_id: row for row in rows if row.is_new_contact and row.contact_id}
    named = _named(Contact, by_contact)
    gone = [
        contact.pk
        # As they stand now: a later row may have been taken back off them a moment ago.
        for contact in Contact.objects.filter(pk__in=by_contact)
        if contact.pk not in named and _is_as_said(contact, said[by_contact[contact.pk].pk].person)
    ]
    CustomerImportRow.objects.filter(contact__in=gone).update(contact=None)
    Contact.objects.filter(pk__in=gone).delete()
    return {row.pk for pk, row in by_contact.items() if pk not in set(gone)}


def _forget_customers(rows: Rows, said: dict[int, Said], segmented: Collection[int]) -> set[int]:
    """Let the customers go whom rows added; gives the ids of rows whose customer stays."""
    by_customer = {row.customer_id: row for row in rows if row.is_new_customer and row.customer_id}
    others = Subject.objects.filter(kind="customer", object_id__in=by_customer)
    worked_with = set(others.exclude(entry__kind__in=OWN).values_list("object_id", flat=True))
    named = _named(Customer, by_customer) | worked_with
    gone = []
    for customer in Customer.objects.filter(pk__in=by_customer):
        wanted = said[by_customer[customer.pk].pk]
        wrote = {"name": wanted.company, **wanted.facts}
        if customer.pk in segmented:
            wrote.pop("segment", None)
        if customer.pk not in named and _is_as_said(customer, wrote):
            gone.append(customer.pk)
    CustomerImportRow.objects.filter(customer__in=gone).update(customer=None)
    SearchDocument.objects.filter(kind="customer", object_id__in=gone).delete()
    Customer.objects.filter(pk__in=gone).delete()
    return {row.pk for pk, row in by_customer.items() if pk not in set(gone)}


def _is_as_said(row: Model, said: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in said.items())


def _named(model: type[Model], pks: Collection[Any]) -> set[Any]:
    """Give those of the rows that any row of any table names."""
    found: set[Any] = set()
    relations: Any = model._meta.get_fields(include_hidden=True)
    for each in relations:
        if not each.auto_created or each.concrete or not each.is_relation:
            continue
        source, name = each.related_model, each.field.name
        if source not in TRACES:
            naming = source._default_manager.filter(**{f"{name}__in": list(pks)})
            found |= set(naming.values_list(name, flat=True))
    return found
