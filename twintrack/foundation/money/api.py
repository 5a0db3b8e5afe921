"""Exchange rates in the REST API."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, Out, Page
from twintrack.foundation.money import operations, queries
from twintrack.foundation.money.models import ExchangeRate
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="rates", label=_("Exchange rates"))


class RateOut(Out):
    currency: str
    on: date
    rate: Decimal = Field(alias="to_base")


class RateBody(Body):
    currency: str = Field(min_length=3, max_length=3)
    on: date
    rate: Decimal = Field(gt=0, max_digits=18, decimal_places=8)


@router.get("/rates", response=Page[RateOut], summary=_("List exchange rates"))
def list_rates(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[ExchangeRate]:
    rates = queries.list_rates(for_user=request.user)
    return key_page(rates, order=("currency", "-on"), after=after, size=limit)


@router.post("/rates", response={201: RateOut}, summary=_("Enter an exchange rate"))
def enter_rate(request: ApiRequest, body: RateBody) -> ExchangeRate:
    """Say what a currency is worth from a day on; the same day is corrected."""
    return operations.enter_rate(**body.model_dump(), by=request.user, at=timezone.now())
