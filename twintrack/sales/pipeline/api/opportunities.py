"""Opportunities in the REST API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person, get_team
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import get_product
from twintrack.sales.customers.queries import get_contact, get_customer
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.api.router import router
from twintrack.sales.pipeline.lifecycle import WorthALook
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import OpportunityDetails
from twintrack.sales.pipeline.queries import Wanted
from twintrack.ui.paging import KeyPage, key_page

Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
Currency = Annotated[str, Field(min_length=3, max_length=3)]


class OpportunityOut(Out):
    number: str
    name: str
    customer: str = Field(alias="customer.number")
    amount: Decimal
    currency: str
    expected_close_on: date
    stage: str = Field(description="The code of a stage, `won` or `lost`")
    stage_since: datetime
    next_step: str
    next_step_on: date | None
    lost_because: str | None
    lost_reason: str
    lost_to: str | None
    owner: PersonOut
    opened_at: datetime
    closed_at: datetime | None

    @staticmethod
    def resolve_lost_because(opportunity: Opportunity) -> str | None:
        return opportunity.lost_because.code if opportunity.lost_because else None

    @staticmethod
    def resolve_lost_to(opportunity: Opportunity) -> str | None:
        return opportunity.lost_to.name if opportunity.lost_to else None


class OpportunityWithProductsOut(OpportunityOut):
    products: list[str]

    @staticmethod
    def resolve_products(opportunity: Opportunity, context: dict[str, Any]) -> list[str]:
        user = context["request"].user
        return [each.code for each in queries.list_products_of(opportunity, for_user=user)]


class OpportunityBody(Body):
    customer: str = Field(description="The customer's number")
    name: str = Field(min_length=1, max_length=120)
    amount: Amount
    currency: Currency
    expected_close_on: date
    next_step: str = Field(default="", max_length=200)
    next_step_on: date | None = None
    products: list[str] = Field(default=[], max_length=50, description="The products' codes")
    owner_id: Key | None = None


class OpportunityFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=120)
    amount: Amount | None = None
    currency: Currency | None = None
    expected_close_on: date | None = None
    next_step: str | None = Field(default=None, max_length=200)
    next_step_on: date | None = None
    products: list[str] | None = Field(default=None, max_length=50)
    owner_id: Key | None = None


class OpportunityChangeBody(Body):
    before: OpportunityFacts = Field(description="What you saw of the fields you change")
    values: OpportunityFacts


class OpportunityGiven(Body):
    amount: Amount | None = None
    currency: Currency | None = None
    next_step: str | None = Field(default=None, max_length=200)
    next_step_on: date | None = None
    expected_close_on: date | None = None
    products: list[str] | None = Field(default=None, max_length=50)
    decision_maker_id: Key | None = None
    new_decision_maker: str = Field(default="", max_length=80)
    presales_id: Key | None = None


class OpportunityStageBody(Body):
    before: str = Field(max_length=30, description="The stage you saw")
    to: str = Field(max_length=30, description="The code of a stage")
    given: OpportunityGiven = Field(
        default=OpportunityGiven(), description="What the stage asks for and was missing"
    )
    anyway: str = Field(
        default="", max_length=300, description="Why it moves without what is only advised"
    )


class OpportunityWonBody(Body):
    before: str = Field(max_length=30, description="The stage you saw")


class OpportunityLostBody(OpportunityWonBody):
    reason: str = Field(default="", max_length=300)
    because: str = Field(default="", max_length=30, description="The code of a reason for losing")
    competitor: str = Field(default="", max_length=80, description="Who won it, by name")


class OpportunityReopeningBody(Body):
    to: str = Field(max_length=30, description="The code of a stage")
    reason: str = Field(max_length=300)


@router.get("/opportunities", response=Page[OpportunityOut], summary=_("List opportunities"))
def list_opportunities(
    request: ApiRequest,
    *,
    stage: str = "",
    is_open: bool = False,
    customer: str = "",
    product: str = "",
    owner_id: Key | None = None,
    team_id: Key | None = None,
    state: Annotated[str, OneOf(WorthALook)] | None = None,
    q: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Opportunity]:
    user = request.user
    check_may(user, Act.SEE_OPPORTUNITIES)
    wanted = Wanted(
        stage="open" if is_open else stage,
        customer=get_customer(customer, for_user=user) if customer else None,
        product=get_product(product, for_user=user) if product else None,
        owner=get_person(owner_id) if owner_id else None,
        team=get_team(team_id, for_user=user) if team_id else None,
        rotting_at=timezone.now() if state == WorthALook.ROTTING else None,
        adrift_on=timezone.localdate() if state == WorthALook.ADRIFT else None,
        text=q,
    )
    rows = queries.list_opportunities(for_user=user, wanted=wanted)
    return key_page(rows, order=("expected_close_on", "pk"), after=after, size=limit)


@router.post(
    "/opportunities", response={201: OpportunityWithProductsOut}, summary=_("Open an opportunity")
)
def open_opportunity(request: ApiRequest, body: OpportunityBody) -> Opportunity:
    with referring("customer"):
        customer = get_customer(body.customer, for_user=request.user)
    facts = OpportunityFacts(products=body.products, owner_id=body.owner_id)
    details = OpportunityDetails(
        customer=customer,
        name=body.name,
        amount=body.amount,
        currency=body.currency,
        expected_close_on=body.expected_close_on,
        next_step=body.next_step,
        next_step_on=body.next_step_on,
        **_values(facts, request.user),
    )
    return operations.open_opportunity(details=details, by=request.user, at=timezone.now())


@router.get(
    "/opportunities/{number}",
    response=OpportunityWithProductsOut,
    summary=_("Read an opportunity"),
)
def get_opportunity(request: ApiRequest, number: str) -> Opportunity:
    return queries.get_opportunity(number, for_user=request.user)


@router.patch(
    "/opportunities/{number}",
    response=OpportunityWithProductsOut,
    summary=_("Change what is known of an opportunity"),
)
def change_opportunity(
    request: ApiRequest, number: str, body: OpportunityChangeBody
) -> Opportunity:
    """
    Change the fields in `values`; `before` holds what you saw of them.

    If somebody changed one of them in between, nothing is changed and you are told both versions.
    """
    opportunity = queries.get_opportunity(number, for_user=request.user)
    unseen = queries.list_unseen_products_of(opportunity, for_user=request.user)
    before, values = _values(body.before, request.user), _values(body.values, request.user)
    for each in (before, values):
        if "products" in each:
            each["products"] += unseen
    return operations.change(
        opportunity=opportunity,
        before=before,
        values=values,
        by=request.user,
        at=timezone.now(),
    )


def _values(facts: OpportunityFacts, user: User) -> dict[str, Any]:
    values = facts.model_dump(exclude_none=True, exclude={"products", "owner_id"})
    if facts.products is not None:
        with referring("products"):
            values["products"] = [get_product(code, for_user=user) for code in facts.products]
    if facts.owner_id is not None:
        with referring("owner_id"):
            values["owner"] = get_person(facts.owner_id)
    return values


@router.post(
    "/opportunities/{number}/stage",
    response=OpportunityWithProductsOut,
    summary=_("Move an opportunity to another stage"),
)
def advance_opportunity(
    request: ApiRequest, number: str, body: OpportunityStageBody
) -> Opportunity:
    """
    Move it; what the stage asks for and is missing can be given in the same call.

    What is only advised may stay missing, if `anyway` says why.
    """
    opportunity = queries.get_opportunity(number, for_user=request.user)
    return operations.advance(
        opportunity=opportunity,
        before=body.before,
        to=body.to,
        given=_given(opportunity, body.given, request.user),
        anyway=body.anyway,
        by=request.user,
        at=timezone.now(),
    )


def _given(opportunity: Opportunity, body: OpportunityGiven, user: User) -> operations.Given:
    found: dict[str, Any] = body.model_dump(
        exclude_none=True, exclude={"products", "decision_maker_id", "presales_id"}
    )
    if body.products is not None:
        with referring("products"):
            found["products"] = [get_product(code, for_user=user) for code in body.products]
    if body.decision_maker_id is not None:
        with referring("decision_maker_id"):
            found["decision_maker"] = get_contact(opportunity.customer, body.decision_maker_id)
    if body.presales_id is not None:
        with referring("presales_id"):
            found["presales"] = get_person(body.presales_id)
    return operations.Given(**found)


class OpportunityUndoBody(Body):
    first: Key = Field(description="The first ledger entry that tells of the move")
    last: Key


@router.post(
    "/opportunities/moves/undo",
    response=OpportunityWithProductsOut,
    summary=_("Take back a move of an opportunity"),
)
def undo_move(request: ApiRequest, body: OpportunityUndoBody) -> Opportunity:
    return operations.undo_move(
        first=body.first, last=body.last, by=request.user, at=timezone.now()
    )


@router.post(
    "/opportunities/{number}/won",
    response=OpportunityWithProductsOut,
    summary=_("Note an opportunity as won"),
)
def win_opportunity(request: ApiRequest, number: str, body: OpportunityWonBody) -> Opportunity:
    return operations.win(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        before=body.before,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/lost",
    response=OpportunityWithProductsOut,
    summary=_("Note an opportunity as lost"),
)
def lose_opportunity(request: ApiRequest, number: str, body: OpportunityLostBody) -> Opportunity:
    with referring("because"):
        because = queries.get_reason(body.because) if body.because else None
    loss = operations.Loss(because=because, competitor=body.competitor)
    return operations.lose(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        before=body.before,
        reason=body.reason,
        loss=loss,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/reopening",
    response=OpportunityWithProductsOut,
    summary=_("Open a closed opportunity again"),
)
def reopen_opportunity(
    request: ApiRequest, number: str, body: OpportunityReopeningBody
) -> Opportunity:
    return operations.reopen(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        to=body.to,
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
