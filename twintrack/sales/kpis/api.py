"""Measures of sales in the REST API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.analytics.courses import Step
from twintrack.analytics.measures import Measure
from twintrack.analytics.months import Month, Seen, first_of
from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Day, Key, Limit, OneOf, Out, referring
from twintrack.foundation.measuring.saying import name_of, words
from twintrack.hub.products.queries import get_product
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.kpis import operations, queries
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.lifecycle import Part, Warn
from twintrack.sales.kpis.models import SalesTarget
from twintrack.sales.kpis.queries import Of, Standing

router = make_router(tag="sales-measures", label=_("Measures of sales"))


class SalesMeasureOut(Out):
    code: str
    name: str
    unit: str
    formula: str
    kind: str = Field(description="ratio, count or duration")
    good: str = Field(description="The direction in which it gets better: up, down or neither")
    is_cohort: bool = Field(description="Counted by the month in which things began")
    is_state: bool = Field(description="What stands at the end of each month")

    @staticmethod
    def resolve_name(measure: Measure) -> str:
        return name_of(measure)

    @staticmethod
    def resolve_unit(measure: Measure) -> str:
        return words(measure.unit)

    @staticmethod
    def resolve_formula(measure: Measure) -> str:
        return words(measure.formula)


class SalesValueOut(Out):
    month: date = Field(alias="week.starts_on")
    value: float | None = Field(description="Null where fewer than five stand behind it")
    count: int = Field(alias="week.count")
    part: float = Field(alias="week.part")
    whole: float = Field(alias="week.whole")
    still_open: int = Field(description="Of a cohort, how many are not decided yet")
    lower: float | None
    centre: float | None
    upper: float | None
    is_out: bool = Field(description="Hardly by chance")

    @staticmethod
    def resolve_still_open(step: Step) -> int:
        return step.week.open if isinstance(step.week, Month) else 0


class SalesChangeOut(Out):
    month: date
    was: float | None = Field(description="As it was known when it was frozen")
    known_on: date
    now: float | None


class SalesCourseOut(Out):
    measure: str
    value: float | None = Field(description="Over all months; of states, amounts: the newest")
    count: int
    target: float | None
    is_missed: bool
    warns: bool
    months: list[SalesValueOut]
    changed: list[SalesChangeOut] = Field(description="Frozen months that would be told otherwise")


class SalesObservationOut(Out):
    at: datetime
    kind: str = Field(alias="about")
    id: int
    part: float
    whole: float
    is_open: bool


class SalesTargetOut(Out):
    measure: str
    part_of: Annotated[str, OneOf(Part)]
    whose: int = Field(description="The id of the team or person; 0 for the company")
    value: float | None
    warn: Annotated[str, OneOf(Warn)]
    since: date


class SalesTargetBody(Body):
    value: float | None = Field(default=None, ge=0)
    warn: Annotated[str, OneOf(Warn)] = Warn.MISSED.value
    since: Day
    team: Key | None = Field(default=None, description="Neither of both: the company")
    person: Key | None = None


def _of(
    request: ApiRequest, product: str, team: int | None, person: int | None, customer: str
) -> Of:
    product_found = customer_found = person_found = team_found = None
    if product:
        with referring("product"):
            product_found = get_product(product, for_user=request.user)
    if customer:
        with referring("customer"):
            customer_found = get_customer(customer, for_user=request.user)
    if person is not None:
        with referring("person"):
            person_found = get_person(person)
    if team is not None:
        with referring("team"):
            team_found = queries.get_team(team, for_user=request.user)
    of = Of(product=product_found, team=team_found, person=person_found, customer=customer_found)
    with referring("person"):
        return queries.narrowed(of, for_user=request.user)


class SellerOut(Out):
    person: int | None = Field(alias="person.pk")
    name: str
    open_deals: int = Field(alias="deals.count")
    pipeline: Decimal = Field(alias="deals.worth", description="In the base currency")
    commit: Decimal = Field(alias="deals.commit")
    best_case: Decimal = Field(alias="deals.best_case")
    rotting: int = Field(alias="deals.rotting")
    adrift: int = Field(alias="deals.adrift", description="Without a next step in time")
    visits_held: int = Field(alias="held", description="This week")
    visits_target: int
    won: float = Field(description="In the running month, in the base currency")
    won_target: float | None
    collected: float
    collected_target: float | None

    @staticmethod
    def resolve_name(row: Standing) -> str:
        return str(row.person)

    @staticmethod
    def resolve_won(row: Standing) -> float:
        return row.months["won"].part

    @staticmethod
    def resolve_won_target(row: Standing) -> float | None:
        return row.aims["won"].value if "won" in row.aims else None

    @staticmethod
    def resolve_collected(row: Standing) -> float:
        return row.months["collected"].part

    @staticmethod
    def resolve_collected_target(row: Standing) -> float | None:
        return row.aims["collected"].value if "collected" in row.aims else None


@router.get(
    "/sales-performance", response=list[SellerOut], summary=_("Say how those who sell stand today")
)
def read_performance(
    request: ApiRequest, team: Key | None = None, person: Key | None = None
) -> list[Standing]:
    """By name, never ranked: oneself, and those of whom one leads."""
    check_may(request.user, Act.SEE_SALES_MEASURES)
    of = _of(request, "", team, person, "")
    return queries.read_performance(of, at=timezone.now(), for_user=request.user).people


@router.get(
    "/sales-measures", response=list[SalesMeasureOut], summary=_("List the measures of sales")
)
def list_measures(request: ApiRequest) -> list[Measure]:
    check_may(request.user, Act.SEE_SALES_MEASURES)
    return list(known_measures().values())


@router.get(
    "/sales-measures/{code}/values",
    response=SalesCourseOut,
    summary=_("Read a measure of sales by month"),
)
def read_measure(
    request: ApiRequest,
    code: str,
    *,
    product: str = "",
    team: Key | None = None,
    person: Key | None = None,
    customer: str = "",
    months: Annotated[int, Field(ge=1, le=36)] = 12,
) -> dict[str, Any]:
    """Who does not answer for the company reads their own numbers, and those of whom they lead."""
    check_may(request.user, Act.SEE_SALES_MEASURES)
    measure = queries.get_measure(code)
    of = _of(request, product, team, person, customer)
    told = queries.read_told(
        [measure], of, months=months, at=timezone.now(), for_user=request.user
    )[code]
    return {
        "measure": code,
        "value": told.value,
        "count": told.whole.count,
        "target": told.aim.value,
        "is_missed": told.is_missed,
        "warns": told.warns,
        "months": list(told.course.steps),
        "changed": told.changed,
    }


@router.get(
    "/sales-measures/{code}/observations",
    response=list[SalesObservationOut],
    summary=_("Read what is behind a month of a measure of sales"),
)
def list_observations(
    request: ApiRequest,
    code: str,
    *,
    month: Day,
    product: str = "",
    team: Key | None = None,
    person: Key | None = None,
    customer: str = "",
    limit: Limit = 50,
) -> list[Seen]:
    """`month` is any day of it."""
    check_may(request.user, Act.SEE_SALES_MEASURES)
    measure, of = queries.get_measure(code), _of(request, product, team, person, customer)
    span = (first_of(month), first_of(month))
    return queries.read_rows(
        measure, of, span, at=timezone.now(), for_user=request.user, limit=limit
    )


@router.get(
    "/sales-measures/{code}/targets",
    response=list[SalesTargetOut],
    summary=_("List what a measure of sales should come to, the latest first"),
)
def list_targets(
    request: ApiRequest, code: str, *, team: Key | None = None, person: Key | None = None
) -> list[SalesTarget]:
    check_may(request.user, Act.SEE_SALES_MEASURES)
    of = Of() if team is None and person is None else _of(request, "", team, person, "")
    return queries.list_targets(queries.get_measure(code), of, for_user=request.user)


@router.post(
    "/sales-measures/{code}/targets",
    response={201: SalesTargetOut},
    summary=_("Set target and warning of a measure of sales"),
)
def set_target(request: ApiRequest, code: str, body: SalesTargetBody) -> SalesTarget:
    check_may(request.user, Act.SET_SALES_TARGETS)
    return operations.set_target(
        measure=code,
        value=body.value,
        warn=Warn(body.warn),
        since=body.since,
        of=_of(request, "", body.team, body.person, ""),
        by=request.user,
        at=timezone.now(),
    )
