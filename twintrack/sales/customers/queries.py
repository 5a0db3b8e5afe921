"""Which customers there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import find_of_kind
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.customers.models import (
    Consent,
    ConsentChannel,
    ConsentState,
    Contact,
    Customer,
    Installation,
)
from twintrack.sales.customers.names import ALIKE, core_of, likeness, pairs_of

# So many customers that share a pair of characters with a new name are compared with it.
COMPARED = 400


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what the list of customers is narrowed."""

    segment: str = ""
    region: str = ""
    owner: User | None = None


EVERY = Wanted()


def list_customers(*, for_user: User, text: str = "", wanted: Wanted = EVERY) -> QuerySet[Customer]:
    """List customers by name; `text` narrows to names (also by pinyin), numbers and regions."""
    customers: QuerySet[Customer] = Customer.objects.visible_to(for_user).filter(merged_into=None)
    if text:
        customers = customers.filter(
            Q(name__icontains=text)
            | Q(number__iexact=text)
            | Q(region__icontains=text)
            | Q(pk__in=find_of_kind(text, kind="customer"))
        )
    if wanted.segment:
        customers = customers.filter(segment=wanted.segment)
    if wanted.region:
        customers = customers.filter(region=wanted.region)
    if wanted.owner:
        customers = customers.filter(owner=wanted.owner)
    return customers.select_related("owner").order_by("name", "pk")


def list_regions(*, for_user: User) -> list[str]:
    """List the regions that customers are in."""
    regions = Customer.objects.visible_to(for_user).exclude(region="").order_by("region")
    return list(regions.values_list("region", flat=True).distinct())


def get_customer(number: str, *, for_user: User) -> Customer:
    """
    Find a customer by its number; one that was merged leads to the one that has its things.

    :raises NotThere: if there is none, or the person may not see it.
    """

    def ask() -> Customer | None:
        known: QuerySet[Customer] = Customer.objects.visible_to(for_user)
        found = known.select_related("owner").filter(number=number).first()
        # Whoever was merged into somebody who was merged later was moved along.
        if found is not None and found.merged_into_id:
            found = known.select_related("owner").get(pk=found.merged_into_id)
        return found

    # The panels of a page ask for the same one as the page.
    found = once(("customer", number, for_user.pk), ask)
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_merged_ids(pk: int) -> list[int]:
    """List the ids of the customers that are part of one, whoever asks."""
    if not has("customer", pk, "merged"):
        return []
    rows = Customer.objects.filter(merged_into=pk).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def list_similar(name: str, *, for_user: User, limit: int = 5) -> list[Customer]:
    """List the customers whose names are like a new one, the most alike first."""
    core = core_of(name)
    if len(core) < 2:
        return []
    shares = reduce(or_, (Q(name__icontains=pair) for pair in sorted(pairs_of(core))))
    candidates = (
        Customer.objects.visible_to(for_user)
        .filter(shares, merged_into=None)
        .select_related("owner")
    )
    ranked = sorted(
        ((likeness(core, core_of(each.name)), each) for each in candidates[:COMPARED]),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    return [customer for share, customer in ranked if share >= ALIKE][:limit]


def list_contacts(customer: Customer) -> QuerySet[Contact]:
    """List the people known at a customer, those who left last."""
    return customer.contacts.order_by("-is_active", "name", "pk")


def list_people(customer: Customer) -> QuerySet[Contact]:
    """List the people at a customer with their consents, which few customers have any of."""
    is_known = has("customer", customer.pk, "consents")
    consents = Consent.objects.all() if is_known else Consent.objects.none()
    return list_contacts(customer).prefetch_related(Prefetch("consents", consents))


def list_consents(contact: Contact) -> QuerySet[Consent]:
    """List all that a person said of being reached, what counts first."""
    consents: QuerySet[Consent] = contact.consents.select_related("noted_by")
    return consents.order_by("-on", "-pk")


def list_withdrawn(
    customer: Customer,
    addresses: Collection[str] | None = None,
    *,
    channels: Collection[str] = (ConsentChannel.EMAIL,),
) -> list[Consent]:
    """
    List the consents by which people at a customer want not to be reached on channels any more.

    Of `addresses` only, if given; else of those who are there still.
    """
    said = Consent.objects.filter(
        contact__customer=customer, contact__erased_at=None, channel__in=channels
    )
    if addresses is None:
        said = said.filter(contact__is_active=True)
    newest: dict[tuple[int, str], Consent] = {}
    for each in said.select_related("contact").order_by("contact__name", "-on", "-pk"):
        newest.setdefault((each.contact_id, each.channel), each)
    small = None if addresses is None else {each.casefold() for each in addresses}
    return [
        each
        for each in newest.values()
        if each.state == ConsentState.WITHDRAWN
        and (small is None or each.contact.email.casefold() in small)
    ]


def get_contact(customer: Customer, pk: int) -> Contact:
    """
    Find a person at a customer.

    :raises NotThere: if the customer has no such contact.
    """
    found: Contact | None = customer.contacts.select_related("customer").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_installations(customer: Customer, *, for_user: User) -> QuerySet[Installation]:
    """List what a customer has installed of the products that the person may see."""
    installed: QuerySet[Installation] = customer.installations.filter(
        product_id__in=visible_product_ids(for_user)
    )
    return installed.select_related("product", "version").order_by("product__name", "pk")


def get_installation(customer: Customer, pk: int, *, for_user: User) -> Installation:
    """
    Find something that a customer has installed.

    :raises NotThere: if it is not installed, or the person may not see the product.
    """
    found = list_installations(customer, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_owned(user: User) -> QuerySet[Customer]:
    """List the customers that a person looks after, whoever asks."""
    customers: QuerySet[Customer] = Customer.objects.filter(owner=user, merged_into=None)
    return customers.order_by("pk")
