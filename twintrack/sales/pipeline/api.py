"""Opportunities in the REST API."""

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
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import OpportunityDetails
from twintrack.sales.pipeline.queries import Wanted
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="opportunities", label=_("Opportunities"))
Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
Currency = Annotated[str, Field(min_length=3, max_length=3)]


class OpportunityOut(Out):
    number: str
    name: str
    customer: str = Field(alias="customer.number")
    amount: Decimal
    currency: str
    expected_close_on: date
    stage: Annotated[str, OneOf(Stage)]
    stage_since: datetime
    lost_reason: str
    owner: PersonOut
    opened_at: datetime
    closed_at: datetime | None


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
    products: list[str] = Field(default=[], max_length=50, description="The products' codes")
    owner_id: Key | None = None


class OpportunityFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=120)
    amount: Amount | None = None
    currency: Currency | None = None
    expected_close_on: date | None = None
    products: list[str] | None = Field(default=None, max_length=50)
    owner_id: Key | None = None


class OpportunityChangeBody(Body):
    before: OpportunityFacts = Field(description="What you saw of the fields you change")
    values: OpportunityFacts


class OpportunityStageBody(Body):
    before: Annotated[str, OneOf(Stage)] = Field(description="The stage you saw")
    to: Annotated[str, OneOf(Stage)]


class OpportunityWonBody(Body):
    before: Annotated[str, OneOf(Stage)] = Field(description="The stage you saw")


class OpportunityLostBody(OpportunityWonBody):
    reason: str = Field(max_length=300)


class OpportunityReopeningBody(Body):
    to: Annotated[str, OneOf(Stage)]
    reason: str = Field(max_length=300)


@router.get("/opportunities", response=Page[OpportunityOut], summary=_("List opportunities"))
def list_opportunities(
    request: ApiRequest,
    *,
    stage: Annotated[str, OneOf(Stage)] | None = None,
    is_open: bool = False,
    customer: str = "",
    product: str = "",
    q: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Opportunity]:
    user = request.user
    check_may(user, Act.SEE_OPPORTUNITIES)
    wanted = Wanted(
        stage="open" if is_open else stage or "",
        customer=get_customer(customer, for_user=user) if customer else None,
        product=get_product(product, for_user=user) if product else None,
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
    return operations.advance(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        before=Stage(body.before),
        to=Stage(body.to),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/won",
    response=OpportunityWithProductsOut,
    summary=_("Note an opportunity as won"),
)
def win_opportunity(request: ApiRequest, number: str, body: OpportunityWonBody) -> Opportunity:
    return operations.win(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        before=Stage(body.before),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/opportunities/{number}/lost",
    response=OpportunityWithProductsOut,
    summary=_("Note an opportunity as lost"),
)
def lose_opportunity(request: ApiRequest, number: str, body: OpportunityLostBody) -> Opportunity:
    return operations.lose(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        before=Stage(body.before),
        reason=body.reason,
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
        to=Stage(body.to),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
