"""Who works on an opportunity, in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.sales.customers.queries import get_contact
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.api.router import router
from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import OpportunityContact, OpportunityMember


class OpportunityMemberOut(Out):
    id: int = Field(alias="pk")
    person: PersonOut
    part: Annotated[str, OneOf(Part)]


class OpportunityContactOut(Out):
    id: int = Field(alias="pk")
    contact_id: int
    name: str = Field(alias="contact.name")
    influence: Annotated[str, OneOf(Influence)]


class OpportunityMemberBody(Body):
    person_id: Key
    part: Annotated[str, OneOf(Part)]


class OpportunityContactBody(Body):
    contact_id: Key
    influence: Annotated[str, OneOf(Influence)]


@router.get(
    "/opportunities/{number}/members",
    response=list[OpportunityMemberOut],
    summary=_("List the team of an opportunity"),
)
def list_members(request: ApiRequest, number: str) -> list[OpportunityMember]:
    return queries.list_team(queries.get_opportunity(number, for_user=request.user))


@router.post(
    "/opportunities/{number}/members",
    response={201: OpportunityMemberOut},
    summary=_("Take a colleague into the team of an opportunity"),
)
def add_member(request: ApiRequest, number: str, body: OpportunityMemberBody) -> OpportunityMember:
    with referring("person_id"):
        person = get_person(body.person_id)
    return operations.add_member(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        person=person,
        part=Part(body.part),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/members/{pk}/removal",
    response={204: None},
    summary=_("Take a colleague out of the team of an opportunity"),
)
def remove_member(request: ApiRequest, number: str, pk: int) -> None:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    member = queries.get_member(opportunity, pk)
    operations.remove_member(member=member, by=request.user, at=timezone.now())


@router.get(
    "/opportunities/{number}/contacts",
    response=list[OpportunityContactOut],
    summary=_("List who at the customer has to do with an opportunity"),
)
def list_contacts(request: ApiRequest, number: str) -> list[OpportunityContact]:
    return queries.list_deal_contacts(queries.get_opportunity(number, for_user=request.user))


@router.post(
    "/opportunities/{number}/contacts",
    response={201: OpportunityContactOut},
    summary=_("Note what a person at the customer is to the deal"),
)
def place_contact(
    request: ApiRequest, number: str, body: OpportunityContactBody
) -> OpportunityContact:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    with referring("contact_id"):
        contact = get_contact(opportunity.customer, body.contact_id)
    return operations.place_contact(
        opportunity=opportunity,
        contact=contact,
        influence=Influence(body.influence),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/contacts/{pk}/removal",
    response={204: None},
    summary=_("Note that a person has nothing to do with a deal any more"),
)
def remove_contact(request: ApiRequest, number: str, pk: int) -> None:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    placed = queries.get_deal_contact(opportunity, pk)
    operations.remove_contact(placed=placed, by=request.user, at=timezone.now())
