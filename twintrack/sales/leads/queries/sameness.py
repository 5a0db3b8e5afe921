"""Whether somebody new is known already, as a lead, a customer or a contact, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.names import (
    ALIKE,
    core_of,
    likeness,
    may_be_initials,
    pairs_of,
)
from twintrack.sales.customers.reaching import mail_domain, phone_core
from twintrack.sales.leads.models import Lead

SHOWN = 6
# So many that share a pair of characters with a new name are compared with it.
COMPARED = 200
EMAIL, PHONE, NAME, ALMOST, INITIALS, DOMAIN = (
    "email",
    "phone",
    "name",
    "name_alike",
    "initials",
    "domain",
)
WEIGHTS = {EMAIL: 100, PHONE: 95, NAME: 90, ALMOST: 60, INITIALS: 50, DOMAIN: 40}
WORDS: dict[str, str | Promise] = {
    EMAIL: _("same e-mail address"),
    PHONE: _("same phone"),
    NAME: _("same company name"),
    ALMOST: _("similar company name"),
    INITIALS: _("same pinyin initials"),
    DOMAIN: _("same e-mail domain"),
}
# From here on it is one and the same, not only alike.
SURE = WEIGHTS[NAME]


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """What is known of somebody who may be known already."""

    company: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who may be the same: a lead or a customer, why, and how sure that is."""

    lead: Lead | None
    customer: Customer | None
    contact: Contact | None
    reasons: tuple[str, ...]

    @property
    def score(self) -> int:
        return max(WEIGHTS[each] for each in self.reasons)

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE

    @property
    def words(self) -> list[str | Promise]:
        return [WORDS[each] for each in self.reasons]


def find_known(
    newcomer: Newcomer, *, for_user: User, but: Lead | None = None, limit: int = SHOWN
) -> list[Known]:
    """List who may be the same, the surest first; in a fixed number of queries."""
    found = [*_customers(newcomer, for_user), *_leads(newcomer, for_user, but)]
    return sorted(found, key=lambda each: -each.score)[:limit]


def owner_of_known(newcomer: Newcomer) -> User | None:
    """
    Find who owns the customer that somebody new comes from, whoever asks; in two queries.

    The surest that they have in common tells it, but no likeness of names: the address, the
    phone, the name, the domain. Nobody where that leads to customers of several owners.
    """
    owners: dict[str, set[User]] = {}
    core = core_of(newcomer.company)
    if len(core) > 1:
        same = Customer.objects.filter(name_core=core, merged_into=None)
        owners[NAME] = {each.owner for each in same.select_related("owner")[:COMPARED]}
    for contact, reason in _contacts(newcomer, Customer.objects.filter(merged_into=None)):
        owners.setdefault(reason, set()).add(contact.customer.owner)
    surest = next((owners[each] for each in WEIGHTS if owners.get(each)), set())
    return surest.pop() if len(surest) == 1 else None


def _by_name(name: str, core_field: str, initials_field: str) -> Q | None:
    core = core_of(name)
    if len(core) < 2:
        return None
    which = Q(**{core_field: core})
    if may_be_initials(core):
        which |= Q(**{f"{initials_field}__startswith": core})
    shares = (Q(**{f"{core_field}__contains": pair}) for pair in sorted(pairs_of(core)))
    return which | reduce(or_, shares)


def _name_reason(typed: str, core: str, initials: str) -> str:
    """Say why two names may be one; nothing if they are not alike."""
    if typed == core:
        return NAME
    if may_be_initials(typed) and initials.startswith(typed):
        return INITIALS
    return ALMOST if likeness(typed, core) >= ALIKE else ""


def _customers(newcomer: Newcomer, user: User) -> Iterator[Known]:
    reasons: dict[int, list[str]] = {}
    people: dict[int, Contact] = {}
    customers: dict[int, Customer] = {}
    visible = Customer.objects.visible_to(user).filter(merged_into=None)
    typed = core_of(newcomer.company)
    which = _by_name(newcomer.company, "name_core", "name_initials")
    if which is not None:
        for customer in visible.filter(which).select_related("owner")[:COMPARED]:
            reason = _name_reason(typed, customer.name_core, customer.name_initials)
            if reason:
                customers[customer.pk] = customer
                reasons.setdefault(customer.pk, []).append(reason)
    for contact, reason in _contacts(newcomer, Customer.objects.visible_to(user)):
        customers.setdefault(contact.customer_id, contact.customer)
        known = reasons.setdefault(contact.customer_id, [])
        if reason not in known:
            known.append(reason)
        if reason != DOMAIN:
            people.setdefault(contact.customer_id, contact)
    for pk, customer in customers.items():
        yield Known(
            lead=None, customer=customer, contact=people.get(pk), reasons=_ordered(reasons[pk])
        )


def _contacts(newcomer: Newcomer, customers: QuerySet[Customer]) -> Iterator[tuple[Contact, str]]:
    phone, domain = phone_core(newcomer.phone), mail_domain(newcomer.email)
    email = newcomer.email.strip().casefold()
    which = Q()
    if phone:
        which |= Q(phone_core=phone)
    if domain:
        which |= Q(mail_domain=domain)
    elif email:
        which |= Q(email__iexact=email)
    if not which:
        return
    found = Contact.objects.filter(which, customer__in=customers)
    for contact in found.select_related("customer__owner").order_by("pk")[:COMPARED]:
        yield contact, _way_reason(phone, email, contact.phone_core, contact.email)


def _way_reason(phone: str, email: str, their_phone: str, their_email: str) -> str:
    if email and their_email.casefold() == email:
        return EMAIL
    return PHONE if phone and their_phone == phone else DOMAIN


def _leads(newcomer: Newcomer, user: User, but: Lead | None) -> Iterator[Known]:
    phone, domain = phone_core(newcomer.phone), mail_domain(newcomer.email)
    email = newcomer.email.strip().casefold()
    which = _by_name(newcomer.company, "company_core", "company_initials") or Q()
    if phone:
        which |= Q(phone_core=phone)
    if domain:
        which |= Q(mail_domain=domain)
    elif email:
        which |= Q(small_email=email)
    if not which:
        return
    rows = Lead.objects.visible_to(user).annotate(small_email=Lower("email")).filter(which)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    typed = core_of(newcomer.company)
    for lead in rows.select_related("owner").order_by("-pk")[:COMPARED]:
        reasons = _lead_reasons(lead, typed, phone, email, domain)
        if reasons:
            yield Known(lead=lead, customer=None, contact=None, reasons=_ordered(reasons))


def _lead_reasons(lead: Lead, typed: str, phone: str, email: str, domain: str) -> list[str]:
    found = [
        _name_reason(typed, lead.company_core, lead.company_initials) if len(typed) > 1 else "",
        EMAIL if email and lead.email.casefold() == email else "",
        PHONE if phone and lead.phone_core == phone else "",
        DOMAIN if domain and lead.mail_domain == domain else "",
    ]
    return [each for each in found if each]


def _ordered(reasons: list[str]) -> tuple[str, ...]:
    # The same address says all that its domain says.
    kept = [each for each in reasons if each != DOMAIN or EMAIL not in reasons]
    return tuple(sorted(kept, key=lambda each: -WEIGHTS[each]))


@dataclass(frozen=True, kw_only=True)
class Same:
    """Why somebody in a file is known already: as whom, or from which line of the file."""

    reason: str
    who: str = ""
    line: int = 0

    @property
    def words(self) -> str | Promise:
        return WORDS.get(self.reason, _("same as an earlier line"))


def keys_of(newcomer: Newcomer) -> list[str]:
    """Give what tells for sure that two are one, the surest first."""
    core, phone = core_of(newcomer.company), phone_core(newcomer.phone)
    email = newcomer.email.strip().casefold()
    parts = ((EMAIL, email), (PHONE, phone), (NAME, core))
    return [f"{kind}:{value}" for kind, value in parts if value]
