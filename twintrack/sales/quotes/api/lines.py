"""Lines and promises of drafts in the REST API."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, OneOf, referring
from twintrack.sales.pricing.models import Unit
from twintrack.sales.pricing.queries import get_item
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.api.shapes import QuoteWithLinesOut
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.operations import LineDetails

router = make_router(tag="quotes", label=_("Quotes"))
Quantity = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class QuoteLineBody(Body):
    quantity: Quantity
    item: str | None = Field(default=None, description="The item's code; none for a free line")
    name: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=1000)
    discount: Percent = Decimal(0)
    unit: Annotated[str, OneOf(Unit)] = Unit.PIECE.value
    list_price: Money | None = None
    tax_rate: Percent | None = None
    cost: Money | None = None


class QuoteLineFacts(Body):
    quantity: Quantity | None = None
    name: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=1000)
    discount: Percent | None = None
    unit: Annotated[str, OneOf(Unit)] | None = None
    list_price: Money | None = None
    tax_rate: Percent | None = None
    cost: Money | None = None


class QuoteLineChangeBody(Body):
    before: QuoteLineFacts = Field(description="What you saw of the fields you change")
    values: QuoteLineFacts


class QuotePlaceBody(Body):
    to: int = Field(ge=1, le=1000, description="Its place, counted from 1")


class QuotePromiseBody(Body):
    text: str = Field(min_length=1, max_length=200)
    due_on: date


class QuoteCommitmentBody(Body):
    commitment: str = Field(max_length=20, description="The commitment's number, or nothing")


@router.post(
    "/quotes/{number}/lines", response={201: QuoteWithLinesOut}, summary=_("Add a line to a draft")
)
def add_quote_line(request: ApiRequest, number: str, body: QuoteLineBody) -> QuoteVersion:
    said = body.model_dump(exclude={"item"})
    if body.item:
        with referring("item"):
            said["item"] = get_item(body.item, for_user=request.user)
    operations.add_line(
        version=queries.get_version(number, for_user=request.user),
        details=LineDetails(**said),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_version(number, for_user=request.user)


@router.patch(
    "/quotes/{number}/lines/{line_id}",
    response=QuoteWithLinesOut,
    summary=_("Change a line of a draft"),
)
def change_quote_line(
    request: ApiRequest, number: str, line_id: Key, body: QuoteLineChangeBody
) -> QuoteVersion:
    operations.change_line(
        version=queries.get_version(number, for_user=request.user),
        line_id=line_id,
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_version(number, for_user=request.user)


@router.delete(
    "/quotes/{number}/lines/{line_id}",
    response=QuoteWithLinesOut,
    summary=_("Take a line out of a draft"),
)
def remove_quote_line(request: ApiRequest, number: str, line_id: Key) -> QuoteVersion:
    version = queries.get_version(number, for_user=request.user)
    operations.remove_line(version=version, line_id=line_id, by=request.user, at=timezone.now())
    return queries.get_version(number, for_user=request.user)


@router.post(
    "/quotes/{number}/lines/{line_id}/place",
    response=QuoteWithLinesOut,
    summary=_("Put a line of a draft at another place"),
)
def move_quote_line(
    request: ApiRequest, number: str, line_id: Key, body: QuotePlaceBody
) -> QuoteVersion:
    version = queries.get_version(number, for_user=request.user)
    operations.move_line(
        version=version, line_id=line_id, to=body.to, by=request.user, at=timezone.now()
    )
    return queries.get_version(number, for_user=request.user)


@router.post(
    "/quotes/{number}/promises",
    response={201: QuoteWithLinesOut},
    summary=_("Name a day in a draft"),
)
def add_quote_promise(request: ApiRequest, number: str, body: QuotePromiseBody) -> QuoteVersion:
    version = queries.get_version(number, for_user=request.user)
    operations.add_promise(version=version, **body.model_dump(), by=request.user, at=timezone.now())
    return queries.get_version(number, for_user=request.user)


@router.post(
    "/quotes/{number}/promises/{promise_id}/commitment",
    response=QuoteWithLinesOut,
    summary=_("Name the commitment behind a day"),
)
def link_quote_promise(
    request: ApiRequest, number: str, promise_id: Key, body: QuoteCommitmentBody
) -> QuoteVersion:
    version = queries.get_version(number, for_user=request.user)
    operations.link_promise(
        version=version,
        promise_id=promise_id,
        commitment=body.commitment,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_version(number, for_user=request.user)


@router.delete(
    "/quotes/{number}/promises/{promise_id}",
    response=QuoteWithLinesOut,
    summary=_("Take a day out of a draft"),
)
def remove_quote_promise(request: ApiRequest, number: str, promise_id: Key) -> QuoteVersion:
    version = queries.get_version(number, for_user=request.user)
    operations.remove_promise(
        version=version, promise_id=promise_id, by=request.user, at=timezone.now()
    )
    return queries.get_version(number, for_user=request.user)
