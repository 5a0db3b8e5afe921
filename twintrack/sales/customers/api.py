"""Customers in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Email, Limit, OneOf, Out, Page, PersonOut
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.models import Contact, Customer, Segment
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails
from twintrack.ui.paging import KeyPage, key_page

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
    "/customers/{number}/contacts",
    response=Page[ContactOut],
    summary=_("List the people at a customer"),
)
def list_contacts(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Contact]:
    contacts = queries.list_contacts(queries.get_customer(number, for_user=request.user))
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
