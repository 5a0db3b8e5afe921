"""Forecasts in the REST API."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Out
from twintrack.sales.forecast import queries
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.queries import Tested

router = make_router(tag="forecasts", label=_("Forecasts"))


class ForecastOut(Out):
    on: date
    quarter_on: date
    team_id: int | None
    done: Decimal
    expected: Decimal
    low: Decimal = Field(description="Nine of ten cases lie above")
    high: Decimal = Field(description="Nine of ten cases lie below")
    closed: int = Field(description="How many decided deals it was learned from")
    is_replayed: bool = Field(description="Reckoned later, from what was known on the day")


class ForecastTestedOut(Out):
    quarter_on: date
    came: Decimal
    held: int = Field(description="In how many weeks the interval of 80 % held what came")
    weeks: int
    off: float = Field(description="The middle of how far the forecasts lay off, as a share")


def _check(request: ApiRequest) -> None:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    check_may(request.user, Act.SEE_AMOUNTS)


@router.get(
    "/sales-forecast",
    response=list[ForecastOut],
    summary=_("What was told of this quarter, week by week, and today last"),
)
def show_forecast(request: ApiRequest, team: int | None = None) -> list[Forecast]:
    """In the base currency; for the whole company, or for a team."""
    _check(request)
    forecast = queries.newest(for_user=request.user, team=queries.find_team(team))
    if forecast is None:
        raise NotThere
    return queries.list_course(forecast, for_user=request.user)


@router.get(
    "/sales-forecast/quarters",
    response=list[ForecastTestedOut],
    summary=_("What was told of quarters that are over"),
)
def list_tested_quarters(request: ApiRequest, team: int | None = None) -> list[Tested]:
    """The newest first, eight at most."""
    _check(request)
    return queries.list_tested(
        for_user=request.user, team=queries.find_team(team), today=timezone.localdate()
    )
