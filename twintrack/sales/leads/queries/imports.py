"""Files of leads, and who in them is known already."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.leads.models import Lead, LeadImport
from twintrack.sales.leads.queries.sameness import (
    EMAIL,
    NAME,
    PHONE,
    Newcomer,
    Same,
    keys_of,
)


def get_import(pk: int, *, for_user: User) -> LeadImport:
    """
    Find a file that the person sent.

    :raises NotThere: if there is none.
    """
    found: QuerySet[LeadImport] = LeadImport.objects.visible_to(for_user)
    run = found.filter(pk=pk, created_by=for_user).first()
    if run is None:
        raise NotThere
    return run


def find_surely_known(newcomers: Sequence[Newcomer], *, for_user: User) -> dict[str, Same]:
    """Find who of many is known for sure, by what tells it; in four queries."""
    wanted: dict[str, set[str]] = {EMAIL: set(), PHONE: set(), NAME: set()}
    for newcomer in newcomers:
        for key in keys_of(newcomer):
            kind, _colon, value = key.partition(":")
            wanted[kind].add(value)
    found: dict[str, Same] = {}
    customers = Customer.objects.visible_to(for_user).filter(merged_into=None)
    for name, core in customers.filter(name_core__in=wanted[NAME]).values_list("name", "name_core"):
        found.setdefault(f"{NAME}:{core}", Same(reason=NAME, who=name))
    people = Contact.objects.filter(customer__in=customers).values_list(
        "customer__name", "phone_core", "email"
    )
    for name, phone, _email in people.filter(phone_core__in=wanted[PHONE]).exclude(phone_core=""):
        found.setdefault(f"{PHONE}:{phone}", Same(reason=PHONE, who=name))
    for name, _phone, email in people.filter(email__in=wanted[EMAIL]).exclude(email=""):
        found.setdefault(f"{EMAIL}:{email.casefold()}", Same(reason=EMAIL, who=name))
    _among_leads(wanted, found, for_user)
    return found


def _among_leads(wanted: dict[str, set[str]], found: dict[str, Same], user: User) -> None:
    leads = Lead.objects.visible_to(user)
    for kind, field in ((NAME, "company_core"), (PHONE, "phone_core"), (EMAIL, "email")):
        rows = leads.filter(**{f"{field}__in": wanted[kind]}).exclude(**{field: ""})
        for number, company, value in rows.values_list("number", "company", field):
            same = Same(reason=kind, who=f"{number} {company}")
            found.setdefault(f"{kind}:{value.casefold()}", same)
