"""Which customer and which person a row is about, among those that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.names import core_of
from twintrack.sales.customers.reaching import phone_core
from twintrack.sales.rosters.columns import Said

NAME, EMAIL, PHONE, LINE = "name", "email", "phone", "line"
WORDS: dict[str, str | Promise] = {
    NAME: _("same company name"),
    EMAIL: _("same e-mail address"),
    PHONE: _("same phone"),
    LINE: _("same as an earlier line"),
}


@dataclass(frozen=True, kw_only=True)
class Match:
    """The customer that a row is about, and why."""

    customer: Customer
    reason: str


@dataclass(kw_only=True)
class Known:
    """Those who may be meant by some rows; added to while rows are taken in."""

    by_core: dict[str, Customer] = field(default_factory=dict)
    by_email: dict[str, Contact] = field(default_factory=dict)
    by_phone: dict[str, Contact] = field(default_factory=dict)
    people: dict[int, list[Contact]] = field(default_factory=dict)

    def match(self, said: Said) -> Match | None:
        """Find the customer of a row: by its name, then by how the person is reached."""
        customer = self.by_core.get(core_of(said.company))
        if customer is not None:
            return Match(customer=customer, reason=NAME)
        contact = self.by_email.get(said.person.get("email", "").casefold())
        if contact is not None:
            return Match(customer=contact.customer, reason=EMAIL)
        contact = self.by_phone.get(phone_core(said.person.get("phone", "")))
        return Match(customer=contact.customer, reason=PHONE) if contact is not None else None

    def person_at(self, customer: Customer, said: Said) -> Contact | None:
        """Find the person of a row at a customer: by address, phone, or the very same name."""
        email = said.person.get("email", "").casefold()
        phone = phone_core(said.person.get("phone", ""))
        name = said.person.get("name", "").casefold()
        for each in self.people.get(customer.pk, ()):
            if email and each.email.casefold() == email:
                return each
            if phone and each.phone_core == phone and each.name.casefold() == name:
                return each
            is_nameless = not (each.email and email) and not (each.phone_core and phone)
            if name and each.name.casefold() == name and is_nameless:
                return each
        return None

    def add_customer(self, customer: Customer) -> None:
        """Know a customer more."""
        self.by_core[customer.name_core] = customer

    def add_contact(self, contact: Contact) -> None:
        """Know a person more."""
        self.people.setdefault(contact.customer_id, []).append(contact)
        if contact.email:
            self.by_email.setdefault(contact.email.casefold(), contact)
        if contact.phone_core:
            self.by_phone.setdefault(contact.phone_core, contact)


def find_known(rows: Sequence[Said], *, for_user: User) -> Known:
    """Read who may be meant by some rows, in a fixed number of queries."""
    visible = Customer.objects.visible_to(for_user).filter(merged_into=None)
    cores = {core_of(each.company) for each in rows}
    phones = {phone_core(each.person.get("phone", "")) for each in rows} - {""}
    emails = {each.person.get("email", "") for each in rows} - {""}
    emails |= {each.casefold() for each in emails}
    known = Known()
    for customer in visible.filter(name_core__in=cores).select_related("owner").order_by("-pk"):
        known.add_customer(customer)
    everybody = Contact.objects.filter(customer__in=visible, erased_at=None)
    everybody = everybody.select_related("customer__owner").order_by("pk")
    met = {each.pk: each for each in everybody.filter(email__in=emails)}
    met |= {each.pk: each for each in everybody.filter(phone_core__in=phones)}
    at = {each.pk for each in known.by_core.values()} | {each.customer_id for each in met.values()}
    met |= {each.pk: each for each in everybody.filter(customer_id__in=at)}
    for _pk, contact in sorted(met.items()):
        known.add_contact(contact)
    return known
