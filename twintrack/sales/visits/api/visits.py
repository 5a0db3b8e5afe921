"""Visits: planned, held, noted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Day,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.queries import get_contact, get_customer
from twintrack.sales.feedback.queries import get_feedback
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.visits import operations, queries
from twintrack.sales.visits.api.router import router
from twintrack.sales.visits.lifecycle import VisitKind, VisitState
from twintrack.sales.visits.models import Visit
from twintrack.ui.paging import KeyPage, key_page

Text = Annotated[str, Field(max_length=20_000)]


class VisitOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    opportunity: str | None
    kind: Annotated[str, OneOf(VisitKind)]
    purpose: str
    place: str
    starts_at: datetime
    ends_at: datetime
    owner: PersonOut
    state: Annotated[str, OneOf(VisitState)]
    checked_in_at: datetime | None
    latitude: Decimal | None = Field(description="Rounded to about 100 metres")
    longitude: Decimal | None
    held_at: datetime | None = Field(description="By which it counts for a week")
    cancel_reason: str
    next_step: str
    next_step_on: date | None

    @staticmethod
    def resolve_opportunity(visit: Visit) -> str | None:
        return visit.opportunity.number if visit.opportunity else None


class VisitPartOut(Out):
    section_id: int
    name_zh: str = Field(alias="section.name_zh")
    name_en: str = Field(alias="section.name_en")
    text: str


class VisitWithNoteOut(VisitOut):
    contact_ids: list[int]
    colleagues: list[PersonOut]
    note: list[VisitPartOut]
    feedback: list[str]

    @staticmethod
    def resolve_contact_ids(visit: Visit) -> list[int]:
        return [each.pk for each in visit.contacts.order_by("pk")]

    @staticmethod
    def resolve_colleagues(visit: Visit) -> list[User]:
        return list(visit.colleagues.order_by("pk"))

    @staticmethod
    def resolve_note(visit: Visit) -> list[Any]:
        return list(queries.list_notes(visit))

    @staticmethod
    def resolve_feedback(visit: Visit, context: dict[str, Any]) -> list[str]:
        heard = queries.list_heard(visit, for_user=context["request"].user)
        return [each.number for each in heard]


class VisitBody(Body):
    customer: str = Field(max_length=20, description="The customer's number")
    opportunity: str = Field(default="", max_length=20)
    kind: Annotated[str, OneOf(VisitKind)] = VisitKind.ON_SITE.value
    purpose: str = Field(min_length=1, max_length=200)
    place: str = Field(default="", max_length=200)
    starts_at: datetime
    ends_at: datetime
    contact_ids: list[Key] = Field(default=[], max_length=50)
    colleague_ids: list[Key] = Field(default=[], max_length=50)
    owner_id: Key | None = None


class VisitFacts(Body):
    kind: Annotated[str, OneOf(VisitKind)] | None = None
    purpose: str | None = Field(default=None, min_length=1, max_length=200)
    place: str | None = Field(default=None, max_length=200)
    opportunity: str | None = Field(default=None, max_length=20, description="Empty: none")
    contact_ids: list[Key] | None = Field(default=None, max_length=50)
    colleague_ids: list[Key] | None = Field(default=None, max_length=50)
    owner_id: Key | None = None


class VisitChangeBody(Body):
    before: VisitFacts = Field(description="What you saw of the fields you change")
    values: VisitFacts


class VisitTimeBody(Body):
    before: datetime | None = Field(default=None, description="When you saw it begin")
    starts_at: datetime
    ends_at: datetime


class VisitCheckInBody(Body):
    latitude: Decimal | None = None
    longitude: Decimal | None = None


class VisitNoteBody(Body):
    template_id: Key
    texts: dict[int, Text] = Field(default={}, max_length=50, description="By ids of sections")
    next_step: str = Field(default="", max_length=200)
    next_step_on: Day | None = None


class VisitCancelBody(Body):
    reason: str = Field(max_length=300)


class VisitFeedbackBody(Body):
    feedback: str = Field(max_length=20, description="The number of the feedback heard there")


class VisitUndoBody(Body):
    first: Key = Field(description="The first ledger entry that tells of what was done")
    last: Key


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _one(request: ApiRequest, number: str) -> Visit:
    return queries.get_visit(number, for_user=request.user)


@router.get("/visits", response=Page[VisitOut], summary=_("List visits"))
def list_visits(
    request: ApiRequest,
    *,
    state: str = "",
    customer: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Visit]:
    """List visits, the latest first; `state` may also be `ahead`, or `owed` for a missing note."""
    check_may(request.user, Act.SEE_VISITS)
    with referring("customer"):
        whose = get_customer(customer, for_user=request.user) if customer else None
    wanted = queries.Wanted(state=state, customer=whose)
    rows = queries.list_visits(for_user=request.user, wanted=wanted)
    return key_page(rows, order=("-starts_at", "-pk"), after=after, size=limit)


@router.get("/visits/{number}", response=VisitWithNoteOut, summary=_("Read a visit"))
def read_visit(request: ApiRequest, number: str) -> Visit:
    return _one(request, number)


@router.post("/visits", response={201: VisitWithNoteOut}, summary=_("Plan a visit"))
def plan_visit(request: ApiRequest, body: VisitBody) -> Visit:
    with referring("customer"):
        customer = get_customer(body.customer, for_user=request.user)
    facts = VisitFacts(
        kind=body.kind,
        purpose=body.purpose,
        place=body.place,
        opportunity=body.opportunity,
        contact_ids=body.contact_ids,
        colleague_ids=body.colleague_ids,
        owner_id=body.owner_id,
    )
    details = operations.VisitDetails(
        customer=customer,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        **_values(facts, customer, request.user),
    )
    return operations.plan(details=details, **_who(request))


def _values(facts: VisitFacts, customer: Customer, user: User) -> dict[str, Any]:
    values = facts.model_dump(include={"kind", "purpose", "place"}, exclude_none=True)
    if facts.opportunity is not None:
        with referring("opportunity"):
            values["opportunity"] = (
                get_opportunity(facts.opportunity, for_user=user) if facts.opportunity else None
            )
    if facts.contact_ids is not None:
        with referring("contact_ids"):
            values["contacts"] = [get_contact(customer, pk) for pk in facts.contact_ids]
    if facts.colleague_ids is not None:
        with referring("colleague_ids"):
            values["colleagues"] = [get_person(pk) for pk in facts.colleague_ids]
    if facts.owner_id is not None:
        with referring("owner_id"):
            values["owner"] = get_person(facts.owner_id)
    return values


@router.patch("/visits/{number}", response=VisitWithNoteOut, summary=_("Change a visit"))
def change_visit(request: ApiRequest, number: str, body: VisitChangeBody) -> Visit:
    visit = _one(request, number)
    return operations.change(
        visit=visit,
        before=_values(body.before, visit.customer, request.user),
        values=_values(body.values, visit.customer, request.user),
        **_who(request),
    )


@router.post("/visits/{number}/time", response=VisitWithNoteOut, summary=_("Move a visit"))
def move_visit(request: ApiRequest, number: str, body: VisitTimeBody) -> Visit:
    return operations.move(visit=_one(request, number), **body.model_dump(), **_who(request))


@router.post(
    "/visits/{number}/check-in", response=VisitWithNoteOut, summary=_("Check in to a visit")
)
def check_in_visit(request: ApiRequest, number: str, body: VisitCheckInBody) -> Visit:
    """Note that you are with the customer; a position is only kept if both numbers are sent."""
    where = None
    if body.latitude is not None and body.longitude is not None:
        where = (body.latitude, body.longitude)
    return operations.check_in(visit=_one(request, number), position=where, **_who(request))


def _noted(body: VisitNoteBody) -> operations.Noted:
    with referring("template_id"):
        template = queries.get_template(body.template_id)
    return operations.Noted(
        template=template,
        texts=body.texts,
        next_step=body.next_step,
        next_step_on=body.next_step_on,
    )


@router.post("/visits/{number}/note", response=VisitWithNoteOut, summary=_("Note a visit as held"))
def finish_visit(request: ApiRequest, number: str, body: VisitNoteBody) -> Visit:
    return operations.finish(visit=_one(request, number), noted=_noted(body), **_who(request))


@router.patch(
    "/visits/{number}/note", response=VisitWithNoteOut, summary=_("Write the note of a visit anew")
)
def rewrite_note(request: ApiRequest, number: str, body: VisitNoteBody) -> Visit:
    return operations.rewrite(visit=_one(request, number), noted=_noted(body), **_who(request))


@router.post(
    "/visits/{number}/cancellation", response=VisitWithNoteOut, summary=_("Cancel a visit")
)
def cancel_visit(request: ApiRequest, number: str, body: VisitCancelBody) -> Visit:
    return operations.cancel(visit=_one(request, number), reason=body.reason, **_who(request))


@router.post(
    "/visits/{number}/feedback",
    response={201: VisitWithNoteOut},
    summary=_("Lead from a visit to feedback that was heard there"),
)
def hear_feedback(request: ApiRequest, number: str, body: VisitFeedbackBody) -> Visit:
    visit = _one(request, number)
    with referring("feedback"):
        feedback = get_feedback(body.feedback, for_user=request.user)
    operations.hear(visit=visit, feedback=feedback, **_who(request))
    return visit


@router.post(
    "/visits/moves/undo", response=VisitWithNoteOut, summary=_("Take back a move or the like")
)
def undo_visit(request: ApiRequest, body: VisitUndoBody) -> Visit:
    return operations.undo(first=body.first, last=body.last, **_who(request))
