"""Lists of quotes, single ones, and their terms, in the REST API."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page, referring
from twintrack.foundation.people.models import User
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.pricing.queries import get_book
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.api.shapes import QuoteOut, QuoteWithLinesOut
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.operations import QuoteDetails
from twintrack.sales.quotes.paper import draw, file_name
from twintrack.sales.quotes.queries import Wanted
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="quotes", label=_("Quotes"))
Percent = Annotated[Decimal, Field(ge=0, lt=100, max_digits=5, decimal_places=2)]
Language = Annotated[str, Field(pattern="^(zh-hans|en)$")]


class QuoteBody(Body):
    opportunity: str = Field(description="The opportunity's number")
    price_book: Key
    valid_until: date
    title: str = Field(default="", max_length=120)
    discount: Percent = Decimal(0)
    language: Language = "zh-hans"
    payment_terms: str = Field(default="", max_length=1000)
    delivery_terms: str = Field(default="", max_length=1000)
    notes: str = Field(default="", max_length=2000)


class QuoteTerms(Body):
    title: str | None = Field(default=None, min_length=1, max_length=120)
    price_book: Key | None = None
    valid_until: date | None = None
    discount: Percent | None = None
    language: Language | None = None
    payment_terms: str | None = Field(default=None, max_length=1000)
    delivery_terms: str | None = Field(default=None, max_length=1000)
    notes: str | None = Field(default=None, max_length=2000)


class QuoteTermsBody(Body):
    before: QuoteTerms = Field(description="What you saw of the fields you change")
    values: QuoteTerms


class QuoteOwnerBody(Body):
    owner_id: Key


@router.get("/quotes", response=Page[QuoteOut], summary=_("List quotes"))
def list_quotes(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(QuoteState)] | None = None,
    is_open: bool = False,
    customer: str = "",
    opportunity: str = "",
    q: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[QuoteVersion]:
    """List quotes by their current versions, the newest first."""
    user = request.user
    check_may(user, Act.SEE_PRICES)
    wanted = Wanted(
        state="open" if is_open else state or "",
        customer=get_customer(customer, for_user=user) if customer else None,
        opportunity=get_opportunity(opportunity, for_user=user) if opportunity else None,
        text=q,
    )
    rows = queries.list_quotes(for_user=user, wanted=wanted)
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.post("/quotes", response={201: QuoteWithLinesOut}, summary=_("Begin a quote"))
def draft_quote(request: ApiRequest, body: QuoteBody) -> QuoteVersion:
    user = request.user
    with referring("opportunity"):
        opportunity = get_opportunity(body.opportunity, for_user=user)
    with referring("price_book"):
        book = get_book(body.price_book, for_user=user)
    said = body.model_dump(exclude={"opportunity", "price_book"})
    details = QuoteDetails(opportunity=opportunity, book=book, **said)
    quote = operations.draft_quote(details=details, by=user, at=timezone.now())
    return queries.get_version(quote.number, for_user=user)


@router.get("/quotes/{number}", response=QuoteWithLinesOut, summary=_("Read a quote"))
def get_quote(request: ApiRequest, number: str, version: int | None = None) -> QuoteVersion:
    """Read the current version of a quote, or the one that is named."""
    return queries.get_version(number, version, for_user=request.user)


@router.get("/quotes/{number}/paper", response=None, summary=_("Get the paper of a quote as PDF"))
def get_quote_paper(request: ApiRequest, number: str, version: int | None = None) -> HttpResponse:
    found = queries.get_version(number, version, for_user=request.user)
    [pdf] = draw(found)
    kept = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=kept)


@router.patch(
    "/quotes/{number}", response=QuoteWithLinesOut, summary=_("Change the terms of a draft")
)
def change_quote_terms(request: ApiRequest, number: str, body: QuoteTermsBody) -> QuoteVersion:
    operations.change_terms(
        version=queries.get_version(number, for_user=request.user),
        before=_terms(body.before, request.user),
        values=_terms(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_version(number, for_user=request.user)


@router.post("/quotes/{number}/owner", response=QuoteWithLinesOut, summary=_("Hand a quote over"))
def hand_quote_over(request: ApiRequest, number: str, body: QuoteOwnerBody) -> QuoteVersion:
    with referring("owner_id"):
        to = get_person(body.owner_id)
    quote = queries.get_quote(number, for_user=request.user)
    operations.hand_over(quote=quote, to=to, by=request.user, at=timezone.now())
    return queries.get_version(number, for_user=request.user)


def _terms(terms: QuoteTerms, user: User) -> dict[str, Any]:
    values = terms.model_dump(exclude_none=True, exclude={"price_book"})
    if terms.price_book is not None:
        with referring("price_book"):
            values["book"] = get_book(terms.price_book, for_user=user)
    return values
