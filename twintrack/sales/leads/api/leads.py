"""Leads in the REST API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

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
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import get_product
from twintrack.sales.customers.queries import get_contact, get_customer
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.lifecycle import Capture, Reason, Size, Source, State, Way
from twintrack.sales.leads.models import Lead, LeadNote
from twintrack.sales.leads.operations import Conversion, Deal, LeadDetails, Origin, Spoken
from twintrack.sales.leads.queries import Newcomer, Wanted
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="leads", label=_("Leads"))
ORDER = ("-created_at", "-pk")


class LeadOut(Out):
    id: int
    number: str
    company: str
    contact_name: str
    contact_title: str
    phone: str
    email: str
    source: Annotated[str, OneOf(Source)]
    interest: str
    region: str
    industry: str
    size: str
    owner: PersonOut | None
    chosen_by_id: int | None = Field(description="The rule of assignment that chose the owner")
    state: Annotated[str, OneOf(State)]
    reason: str
    reason_words: str
    points: int
    created_at: datetime
    due_at: datetime | None
    contacted_at: datetime | None
    response_minutes: int | None
    closed_at: datetime | None
    external_source: str
    external_id: str


class LeadWholeOut(LeadOut):
    customer: str | None
    opportunity: str | None
    products: list[str]

    @staticmethod
    def resolve_customer(lead: Lead) -> str | None:
        return lead.customer.number if lead.customer else None

    @staticmethod
    def resolve_opportunity(lead: Lead) -> str | None:
        return lead.opportunity.number if lead.opportunity else None

    @staticmethod
    def resolve_products(lead: Lead, context: dict[str, Any]) -> list[str]:
        user = context["request"].user
        return [each.code for each in queries.list_products_of(lead, for_user=user)]


class LeadNoteOut(Out):
    id: int
    way: Annotated[str, OneOf(Way)]
    text: str
    reached: bool
    by: PersonOut
    at: datetime


class LeadKnownOut(Out):
    lead: str | None = Field(alias="lead.number", default=None)
    customer: str | None = Field(alias="customer.number", default=None)
    reasons: list[str]
    score: int


class LeadFacts(Body):
    company: str | None = Field(default=None, min_length=1, max_length=120)
    contact_name: str | None = Field(default=None, max_length=80)
    contact_title: str | None = Field(default=None, max_length=80)
    phone: str | None = Field(default=None, max_length=40)
    email: Email | None = None
    source: Annotated[str, OneOf(Source)] | None = None
    interest: str | None = Field(default=None, max_length=500)
    products: list[str] | None = Field(default=None, max_length=50)
    region: str | None = Field(default=None, max_length=80)
    industry: str | None = Field(default=None, max_length=80)
    size: Annotated[str, OneOf(Size)] | None = None


class LeadBody(LeadFacts):
    company: str = Field(min_length=1, max_length=120)
    owner_id: Key | None = Field(default=None, description="Without one the rules choose")
    external_source: str = Field(default="", max_length=60)
    external_id: str = Field(
        default="", max_length=120, description="What has one is taken in once, however often sent"
    )


class LeadChangeBody(Body):
    before: LeadFacts = Field(description="What you saw of the fields you change")
    values: LeadFacts


class LeadNoteBody(Body):
    way: Annotated[str, OneOf(Way)] = Way.CALL.value
    text: str = Field(default="", max_length=2000)
    reached: bool = False


class LeadStateBody(Body):
    before: Annotated[str, OneOf(State)] = Field(description="The state you saw")
    to: Annotated[str, OneOf(State)]


class LeadGivingUpBody(Body):
    reason: Annotated[str, OneOf(Reason)]
    words: str = Field(default="", max_length=300)


class LeadTakingUpBody(Body):
    reason: str = Field(max_length=300)


class LeadOwnerBody(Body):
    before: Key | None = Field(default=None, description="Id of the owner you saw, if any")
    to: Key


class LeadAssignmentBody(Body):
    leads: list[Key] = Field(max_length=500, description="Ids")
    to: Key | None = Field(default=None, description="Without one the rules choose")


class LeadDealBody(Body):
    name: str = Field(min_length=1, max_length=120)
    amount: Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    expected_close_on: date


class LeadConversionBody(Body):
    customer: str | None = Field(default=None, max_length=20, description="Without one a new one")
    contact_id: Key | None = Field(default=None, description="Without one a new one")
    opportunity: LeadDealBody | None = None


def _products(codes: list[str] | None, user: User) -> list[Product]:
    with referring("products"):
        return [get_product(each, for_user=user) for each in codes or ()]


def _facts(facts: LeadFacts, user: User) -> dict[str, Any]:
    said = facts.model_dump(exclude_none=True)
    if "products" in said:
        said["products"] = _products(said["products"], user)
    return said


@router.get("/leads", response=Page[LeadOut], summary=_("List leads"))
def list_leads(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(State)] | None = None,
    is_open: bool = False,
    is_overdue: bool = False,
    source: Annotated[str, OneOf(Source)] | None = None,
    q: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Lead]:
    check_may(request.user, Act.SEE_LEADS)
    wanted = Wanted(
        state="open" if is_open else state or "",
        source=source or "",
        overdue_at=timezone.now() if is_overdue else None,
        text=q,
    )
    rows = queries.list_leads(for_user=request.user, wanted=wanted)
    return key_page(rows, order=ORDER, after=after, size=limit)


@router.post("/leads", response={201: LeadWholeOut}, summary=_("Take in a lead"))
def capture(request: ApiRequest, body: LeadBody) -> Lead:
    """Take in a lead; one with an `external_id` is taken in once, however often it is sent."""
    said = _facts(body, request.user)
    origin = Origin(
        captured_by=Capture.API,
        source=said.pop("external_source"),
        id=said.pop("external_id"),
    )
    owner_id = said.pop("owner_id", None)
    with referring("owner_id"):
        owner = get_person(owner_id) if owner_id else None
    details = LeadDetails(**said, owner=owner)
    return operations.capture(details=details, origin=origin, by=request.user, at=timezone.now())


@router.get(
    "/lead-matches", response=list[LeadKnownOut], summary=_("Ask whether somebody is known already")
)
def find_known(
    request: ApiRequest, company: str = "", phone: str = "", email: str = ""
) -> list[queries.Known]:
    check_may(request.user, Act.SEE_LEADS)
    newcomer = Newcomer(company=company[:120], phone=phone[:40], email=email[:254])
    return queries.find_known(newcomer, for_user=request.user)


@router.get("/leads/{number}", response=LeadWholeOut, summary=_("Read a lead"))
def get_lead(request: ApiRequest, number: str) -> Lead:
    return queries.get_lead(number, for_user=request.user)


@router.patch("/leads/{number}", response=LeadWholeOut, summary=_("Change what is known of a lead"))
def change(request: ApiRequest, number: str, body: LeadChangeBody) -> Lead:
    lead = queries.get_lead(number, for_user=request.user)
    operations.change(
        lead=lead,
        before=_facts(body.before, request.user),
        values=_facts(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_lead(number, for_user=request.user)


@router.get(
    "/leads/{number}/notes",
    response=Page[LeadNoteOut],
    summary=_("List what was spoken with a lead"),
)
def list_notes(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[LeadNote]:
    lead = queries.get_lead(number, for_user=request.user)
    return key_page(queries.list_notes(lead), order=("-at", "-pk"), after=after, size=limit)


@router.post(
    "/leads/{number}/notes",
    response={201: LeadNoteOut},
    summary=_("Note what was spoken with a lead"),
)
def note(request: ApiRequest, number: str, body: LeadNoteBody) -> LeadNote:
    return operations.note(
        lead=queries.get_lead(number, for_user=request.user),
        spoken=Spoken(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.post("/leads/{number}/state", response=LeadWholeOut, summary=_("Move a lead on"))
def move(request: ApiRequest, number: str, body: LeadStateBody) -> Lead:
    return operations.move(
        lead=queries.get_lead(number, for_user=request.user),
        before=State(body.before),
        to=State(body.to),
        by=request.user,
        at=timezone.now(),
    )


@router.post("/leads/{number}/giving-up", response=LeadWholeOut, summary=_("Give a lead up"))
def disqualify(request: ApiRequest, number: str, body: LeadGivingUpBody) -> Lead:
    return operations.disqualify(
        lead=queries.get_lead(number, for_user=request.user),
        reason=body.reason,
        words=body.words,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/leads/{number}/taking-up", response=LeadWholeOut, summary=_("Take a lead up again"))
def reopen(request: ApiRequest, number: str, body: LeadTakingUpBody) -> Lead:
    return operations.reopen(
        lead=queries.get_lead(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/leads/{number}/owner", response=LeadWholeOut, summary=_("Give a lead to somebody"))
def assign(request: ApiRequest, number: str, body: LeadOwnerBody) -> Lead:
    lead = queries.get_lead(number, for_user=request.user)
    with referring("before"):
        before = get_person(body.before) if body.before else None
    with referring("to"):
        to = get_person(body.to)
    return operations.assign(lead=lead, before=before, to=to, by=request.user, at=timezone.now())


@router.post("/lead-assignments", response=list[LeadOut], summary=_("Give several leads out"))
def assign_several(request: ApiRequest, body: LeadAssignmentBody) -> list[Lead]:
    """Give leads to one person, or to whom the rules choose; answers with those that moved."""
    with referring("to"):
        to = get_person(body.to) if body.to else None
    return operations.assign_several(
        leads=queries.find_leads(body.leads, for_user=request.user),
        to=to,
        by=request.user,
        at=timezone.now(),
    )


@router.post("/leads/{number}/conversion", response=LeadWholeOut, summary=_("Convert a lead"))
def convert(request: ApiRequest, number: str, body: LeadConversionBody) -> Lead:
    """Make it a customer with a contact and, if one is given, an opportunity: exactly once."""
    lead = queries.get_lead(number, for_user=request.user)
    with referring("customer"):
        customer = get_customer(body.customer, for_user=request.user) if body.customer else None
    contact = None
    if body.contact_id and customer:
        with referring("contact_id"):
            contact = get_contact(customer, body.contact_id)
    deal = Deal(**body.opportunity.model_dump()) if body.opportunity else None
    return operations.convert(
        lead=lead,
        conversion=Conversion(customer=customer, contact=contact, deal=deal),
        by=request.user,
        at=timezone.now(),
    )
