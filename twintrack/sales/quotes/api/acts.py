"""The steps of quotes in the REST API."""

from datetime import date
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, OneOf
from twintrack.foundation.documents.queries import letterhead_now
from twintrack.sales.customers.models import Ground
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.api.shapes import QuoteWithLinesOut
from twintrack.sales.quotes.models import QuoteVersion, SendingWay
from twintrack.sales.quotes.operations import Way

router = make_router(tag="quotes", label=_("Quotes"))


class QuoteApprovalBody(Body):
    seen: int = Field(description="The revision that you read")
    note: str = Field(default="", max_length=300)


class QuoteSentBackBody(Body):
    seen: int = Field(description="The revision that you read")
    reason: str = Field(max_length=300)


class QuoteSendingBody(Body):
    way: Annotated[str, OneOf(SendingWay)]
    to: str = Field(max_length=300)
    subject: str = Field(default="", max_length=150)
    message: str = Field(default="", max_length=4000)
    ground: Annotated[str, OneOf(Ground)] | Literal[""] = Field(
        default="", description="Where somebody of them withdrew the consent to e-mail"
    )


class QuoteAcceptanceBody(Body):
    accepted_by: str = Field(max_length=120)
    accepted_on: date


class QuoteRefusalBody(Body):
    reason: str = Field(max_length=300)


class QuoteRevisionBody(Body):
    valid_until: date
    note: str = Field(default="", max_length=300)


def _version(request: ApiRequest, number: str, ordinal: int | None = None) -> QuoteVersion:
    return queries.get_version(number, ordinal, for_user=request.user)


@router.post(
    "/quotes/{number}/submission", response=QuoteWithLinesOut, summary=_("Hand a quote in")
)
def submit_quote(request: ApiRequest, number: str) -> QuoteVersion:
    operations.submit(version=_version(request, number), by=request.user, at=timezone.now())
    return _version(request, number)


@router.post(
    "/quotes/{number}/withdrawal", response=QuoteWithLinesOut, summary=_("Take a quote back")
)
def withdraw_quote(request: ApiRequest, number: str) -> QuoteVersion:
    operations.withdraw(version=_version(request, number), by=request.user, at=timezone.now())
    return _version(request, number)


@router.post("/quotes/{number}/approval", response=QuoteWithLinesOut, summary=_("Approve a quote"))
def approve_quote(request: ApiRequest, number: str, body: QuoteApprovalBody) -> QuoteVersion:
    version = _version(request, number)
    operations.approve(version=version, **body.model_dump(), by=request.user, at=timezone.now())
    return _version(request, number)


@router.post(
    "/quotes/{number}/sent-back", response=QuoteWithLinesOut, summary=_("Send a quote back")
)
def send_quote_back(request: ApiRequest, number: str, body: QuoteSentBackBody) -> QuoteVersion:
    version = _version(request, number)
    operations.send_back(version=version, **body.model_dump(), by=request.user, at=timezone.now())
    return _version(request, number)


@router.post(
    "/quotes/{number}/sendings",
    response={201: QuoteWithLinesOut},
    summary=_("Send a quote to the customer"),
)
def send_quote(request: ApiRequest, number: str, body: QuoteSendingBody) -> QuoteVersion:
    operations.send(
        version=_version(request, number),
        way=Way(**body.model_dump()),
        letterhead=letterhead_now(),
        by=request.user,
        at=timezone.now(),
    )
    return _version(request, number)


@router.post(
    "/quotes/{number}/acceptance",
    response=QuoteWithLinesOut,
    summary=_("Note that the customer accepts a quote"),
)
def accept_quote(
    request: ApiRequest, number: str, body: QuoteAcceptanceBody, version: int | None = None
) -> QuoteVersion:
    operations.accept(
        version=_version(request, number, version),
        **body.model_dump(),
        by=request.user,
        at=timezone.now(),
    )
    return _version(request, number)


@router.post(
    "/quotes/{number}/refusal",
    response=QuoteWithLinesOut,
    summary=_("Note that the customer declines a quote"),
)
def decline_quote(request: ApiRequest, number: str, body: QuoteRefusalBody) -> QuoteVersion:
    version = _version(request, number)
    operations.decline(version=version, reason=body.reason, by=request.user, at=timezone.now())
    return _version(request, number)


@router.post(
    "/quotes/{number}/versions",
    response={201: QuoteWithLinesOut},
    summary=_("Make the next version of a quote"),
)
def revise_quote(request: ApiRequest, number: str, body: QuoteRevisionBody) -> QuoteVersion:
    version = _version(request, number)
    operations.revise(version=version, **body.model_dump(), by=request.user, at=timezone.now())
    return _version(request, number)
