"""Customers in the REST API."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Email,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.hub.products.queries import get_product, get_version
from twintrack.sales.customers import duplicates, operations, queries
from twintrack.sales.customers.installed import list_installed
from twintrack.sales.customers.models import (
    BuyingRole,
    Contact,
    Customer,
    CustomerMerge,
    Installation,
    Segment,
)
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails
from twintrack.sales.customers.overview import overview_of
from twintrack.sales.customers.shapes import ConsentOut, InstalledOut, NextStepOut, SignOut
from twintrack.ui.paging import KeyPage, key_page

# So many of the people at a customer stand beside what else is told of it.
PEOPLE = 20
router = make_router(tag="customers", label=_("Customers"))


class CustomerOut(Out):
    number: str
    name: str
    segment: Annotated[str, OneOf(Segment)]
    industry: str
    region: str
    owner: PersonOut
    created_at: datetime


class ContactOut(Out):
    id: int
    name: str
    title: str
    phone: str
    email: str
    role: str = Field(description="In what they decide to buy; empty where nobody knows")
    is_active: bool
    consents: list[ConsentOut] = Field(
        alias="standing_consents", description="The newest of each channel"
    )


class InstallationOut(Out):
    id: int
    product: str = Field(alias="product.code")
    version_id: int | None
    since: date | None


class CustomerOverviewOut(Out):
    customer: CustomerOut
    signs: list[SignOut]
    steps: list[NextStepOut]
    contacts: list[ContactOut]
    installed: list[InstalledOut]


class CustomerBody(Body):
    name: str = Field(min_length=1, max_length=120)
    segment: Annotated[str, OneOf(Segment)] = Segment.C.value
    industry: str = Field(default="", max_length=80)
    region: str = Field(default="", max_length=80)


class ContactBody(Body):
    name: str = Field(min_length=1, max_length=80)
    title: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    email: Email = ""
    role: Annotated[str, OneOf(BuyingRole)] | Literal[""] = ""


class CustomerFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=120)
    segment: Annotated[str, OneOf(Segment)] | None = None
    industry: str | None = Field(default=None, max_length=80)
    region: str | None = Field(default=None, max_length=80)


class CustomerChangeBody(Body):
    before: CustomerFacts = Field(description="What you saw of the fields you change")
    values: CustomerFacts


class CustomerOwnerBody(Body):
    before: Key = Field(description="Id of the owner you saw")
    to: Key = Field(description="Id of the person who takes the customer over")
    note: str = Field(default="", max_length=2000)


class ContactFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=80)
    title: str | None = Field(default=None, max_length=80)
    phone: str | None = Field(default=None, max_length=40)
    email: Email | None = None
    role: Annotated[str, OneOf(BuyingRole)] | Literal[""] | None = None


class ContactChangeBody(Body):
    before: ContactFacts = Field(description="What you saw of the fields you change")
    values: ContactFacts


class ContactActivityBody(Body):
    is_active: bool = Field(description="False when the person has left the customer")


class InstallationBody(Body):
    product: str = Field(max_length=20, description="The product's code")
    version_id: Key | None = None
    since: date | None = None


@router.get("/customers", response=Page[CustomerOut], summary=_("List customers"))
def list_customers(
    request: ApiRequest, q: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[Customer]:
    customers = queries.list_customers(for_user=request.user, text=q)
    return key_page(customers, order=("name", "pk"), after=after, size=limit)


@router.post("/customers", response={201: CustomerOut}, summary=_("Add a customer"))
def add_customer(request: ApiRequest, body: CustomerBody) -> Customer:
    details = CustomerDetails(**body.model_dump())
    return operations.add_customer(details=details, by=request.user, at=timezone.now())


@router.get("/customers/{number}", response=CustomerOut, summary=_("Read a customer"))
def get_customer(request: ApiRequest, number: str) -> Customer:
    return queries.get_customer(number, for_user=request.user)


@router.get(
    "/customers/{number}/overview",
    response=CustomerOverviewOut,
    summary=_("Read a customer at a glance: figures, how they are judged, and what is next"),
)
def get_overview(request: ApiRequest, number: str) -> dict[str, Any]:
    customer = queries.get_customer(number, for_user=request.user)
    overview = overview_of(customer, for_user=request.user, now=timezone.now())
    return {
        "customer": customer,
        "signs": overview.signs,
        "steps": overview.steps,
        "contacts": list(queries.list_people(customer)[:PEOPLE]),
        "installed": list_installed(customer, for_user=request.user),
    }


@router.get(
    "/customers/{number}/contacts",
    response=Page[ContactOut],
    summary=_("List the people at a customer"),
)
def list_contacts(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Contact]:
    contacts = queries.list_people(queries.get_customer(number, for_user=request.user))
    return key_page(contacts, order=("name", "pk"), after=after, size=limit)


@router.post(
    "/customers/{number}/contacts",
    response={201: ContactOut},
    summary=_("Add a person at a customer"),
)
def add_contact(request: ApiRequest, number: str, body: ContactBody) -> Contact:
    return operations.add_contact(
        customer=queries.get_customer(number, for_user=request.user),
        details=ContactDetails(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.patch(
    "/customers/{number}",
    response=CustomerOut,
    summary=_("Change what is known of a customer"),
)
def change_customer(request: ApiRequest, number: str, body: CustomerChangeBody) -> Customer:
    """
    Change the fields in `values`; `before` holds what you saw of them.

    If somebody changed one of them in between, nothing is changed and you are told both versions.
    """
    return operations.change_customer(
        customer=queries.get_customer(number, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/customers/{number}/owner",
    response=CustomerOut,
    summary=_("Hand a customer over to somebody else"),
)
def hand_over(request: ApiRequest, number: str, body: CustomerOwnerBody) -> Customer:
    customer = queries.get_customer(number, for_user=request.user)
    with referring("before"):
        before = get_person(body.before)
    with referring("to"):
        to = get_person(body.to)
    return operations.hand_over(
        customer=customer,
        before=before,
        to=to,
        note=body.note,
        by=request.user,
        at=timezone.now(),
    )


@router.patch(
    "/customers/{number}/contacts/{pk}",
    response=ContactOut,
    summary=_("Change what is known of a person at a customer"),
)
def change_contact(request: ApiRequest, number: str, pk: Key, body: ContactChangeBody) -> Contact:
    customer = queries.get_customer(number, for_user=request.user)
    return operations.change_contact(
        contact=queries.get_contact(customer, pk),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/customers/{number}/contacts/{pk}/activity",
    response=ContactOut,
    summary=_("Say that a person left a customer, or is there again"),
)
def set_contact_activity(
    request: ApiRequest, number: str, pk: Key, body: ContactActivityBody
) -> Contact:
    customer = queries.get_customer(number, for_user=request.user)
    contact = queries.get_contact(customer, pk)
    if body.is_active:
        return operations.reactivate_contact(contact=contact, by=request.user, at=timezone.now())
    return operations.deactivate_contact(contact=contact, by=request.user, at=timezone.now())


class CustomerPairOut(Out):
    first: str = Field(alias="first.number")
    second: str = Field(alias="second.number")
    reasons: list[str]
    score: int


class CustomerMergeBody(Body):
    merged: str = Field(max_length=20, description="Number of the customer that is part of it")


class CustomerMergeOut(Out):
    id: int
    kept: str = Field(alias="kept.number")
    merged: str = Field(alias="merged.number")
    at: datetime
    undone_at: datetime | None


@router.get(
    "/customer-duplicates",
    response=list[CustomerPairOut],
    summary=_("List pairs of customers that may be one"),
)
def list_pairs(request: ApiRequest) -> list[duplicates.Pair]:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    return duplicates.list_pairs(for_user=request.user)


@router.post(
    "/customers/{number}/merge",
    response={201: CustomerMergeOut},
    summary=_("Merge a customer into this one"),
)
def merge(request: ApiRequest, number: str, body: CustomerMergeBody) -> CustomerMerge:
    kept = queries.get_customer(number, for_user=request.user)
    with referring("merged"):
        merged = queries.get_customer(body.merged, for_user=request.user)
    return operations.merge(kept=kept, merged=merged, by=request.user, at=timezone.now())


@router.post(
    "/customer-merges/{int:pk}/undo",
    response=CustomerOut,
    summary=_("Take a merge of customers back"),
)
def undo_merge(request: ApiRequest, pk: int) -> Customer:
    merge = duplicates.get_merge(pk, for_user=request.user)
    return operations.undo_merge(merge=merge, by=request.user, at=timezone.now())


@router.get(
    "/customers/{number}/installations",
    response=Page[InstallationOut],
    summary=_("List what a customer has installed"),
)
def list_installations(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Installation]:
    customer = queries.get_customer(number, for_user=request.user)
    rows = queries.list_installations(customer, for_user=request.user)
    return key_page(rows, order=("product__name", "pk"), after=after, size=limit)


@router.post(
    "/customers/{number}/installations",
    response={201: InstallationOut},
    summary=_("Note a product that a customer uses"),
)
def install(request: ApiRequest, number: str, body: InstallationBody) -> Installation:
    customer = queries.get_customer(number, for_user=request.user)
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    with referring("version_id"):
        version = get_version(product, body.version_id) if body.version_id else None
    return operations.install(
        customer=customer,
        product=product,
        version=version,
        since=body.since,
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/customers/{number}/installations/{pk}",
    response={204: None},
    summary=_("Note that a customer uses a product no more"),
)
def uninstall(request: ApiRequest, number: str, pk: Key) -> None:
    customer = queries.get_customer(number, for_user=request.user)
    operations.uninstall(
        installation=queries.get_installation(customer, pk, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )
