"""Measures and findings in the REST API."""

from datetime import date, datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.analytics.cells import Observation, monday_of
from twintrack.analytics.courses import Step
from twintrack.analytics.measures import Measure
from twintrack.analytics.metrics import SHOWN
from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
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
from twintrack.foundation.measuring.saying import name_of, words
from twintrack.hub.products.queries import get_module, get_product
from twintrack.rnd.insight import operations, queries
from twintrack.rnd.insight.lifecycle import State
from twintrack.rnd.insight.models import Expectation, Finding, Shape, Watch
from twintrack.rnd.insight.queries import Where
from twintrack.rnd.insight.sentences import said
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="insight", label=_("Process insight"))


class MeasureOut(Out):
    code: str
    name: str
    unit: str
    formula: str
    kind: str = Field(description="ratio, count or duration")
    good: str = Field(description="The direction in which it gets better: up, down or neither")

    @staticmethod
    def resolve_name(measure: Measure) -> str:
        return name_of(measure)

    @staticmethod
    def resolve_unit(measure: Measure) -> str:
        return words(measure.unit)

    @staticmethod
    def resolve_formula(measure: Measure) -> str:
        return words(measure.formula)


class MeasureValueOut(Out):
    week: date = Field(alias="monday")
    value: float | None
    count: int = Field(alias="week.count", description="Observations of the week")
    part: float = Field(alias="week.part")
    whole: float = Field(alias="week.whole")
    lower: float | None = Field(description="Lower control limit; null while it is learned")
    centre: float | None
    upper: float | None
    is_out: bool = Field(description="Hardly by chance")


class ObservationOut(Out):
    at: datetime
    kind: str = Field(alias="about")
    id: int
    part: float
    whole: float


class MeasureFindingOut(Out):
    number: str
    sentence: str
    measure: str
    product: str = Field(alias="product.code")
    module: str | None
    shape: Annotated[str, OneOf(Shape)]
    side: int = Field(description="1 up, -1 down")
    since: date
    seen_in: date
    before: float
    after: float
    count: int
    state: Annotated[str, OneOf(State)]
    reason: str
    owner: PersonOut
    requirement: str | None
    created_at: datetime

    @staticmethod
    def resolve_sentence(finding: Finding) -> str:
        return said(finding)

    @staticmethod
    def resolve_module(finding: Finding) -> str | None:
        return finding.module.name if finding.module else None

    @staticmethod
    def resolve_requirement(finding: Finding) -> str | None:
        return finding.requirement.number if finding.requirement else None


class ExpectationOut(Out):
    measure: str
    target: float | None
    watch: Annotated[str, OneOf(Watch)]


class FindingStateBody(Body):
    to: Annotated[str, OneOf(State)]
    reason: str = Field(default="", max_length=1000)


class FindingOwnerBody(Body):
    owner: int = Field(ge=1)


class ImprovementBody(Body):
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=20000)


class ExpectationBody(Body):
    target: float | None = Field(default=None, ge=0)
    watch: Annotated[str, OneOf(Watch)] = Watch.WORSE.value


def _where(
    request: ApiRequest,
    product: str,
    module: int | None,
    team: Key | None = None,
    mine: bool = False,
) -> Where:
    found = None
    if product:
        with referring("product"):
            found = get_product(product, for_user=request.user)
    part = None
    if found and module is not None:
        with referring("module"):
            part = get_module(found, module)
    with referring("team"):
        crew = None if team is None else queries.get_team(team, for_user=request.user)
    return Where(product=found, module=part, team=crew, is_mine=mine)


@router.get("/measures", response=list[MeasureOut], summary=_("List measures"))
def list_measures(request: ApiRequest) -> list[Measure]:
    check_may(request.user, Act.SEE_INSIGHT)
    return list(SHOWN)


@router.get(
    "/measures/{code}/values", response=list[MeasureValueOut], summary=_("Read a measure by week")
)
def list_measure_values(
    request: ApiRequest,
    code: str,
    *,
    product: str = "",
    module: int | None = None,
    team: Key | None = None,
    mine: bool = False,
) -> list[Step]:
    """Of a team in which one person works, only that person and who leads them see measures."""
    where = _where(request, product, module, team, mine)
    measure = queries.get_measure(code)
    found = queries.read_courses([measure], where, at=timezone.now(), for_user=request.user)
    return list(found[code].steps)


@router.get(
    "/measures/{code}/observations",
    response=list[ObservationOut],
    summary=_("Read what is behind a week of a measure"),
)
def list_observations(
    request: ApiRequest,
    code: str,
    *,
    week: Day,
    product: str = "",
    module: int | None = None,
    team: Key | None = None,
    limit: Limit = 50,
) -> list[Observation]:
    measure, where = queries.get_measure(code), _where(request, product, module, team)
    monday = monday_of(week)
    return queries.read_rows(
        measure,
        where,
        (monday, monday),
        at=timezone.now(),
        for_user=request.user,
        limit=limit,
    )


@router.post(
    "/products/{product}/measures/{code}",
    response=ExpectationOut,
    summary=_("Set target and warning of a measure"),
)
def set_expectation(
    request: ApiRequest, product: str, code: str, body: ExpectationBody
) -> Expectation:
    return operations.set_measure(
        product=get_product(product, for_user=request.user),
        measure=code,
        target=body.target,
        watch=Watch(body.watch),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/findings", response=Page[MeasureFindingOut], summary=_("List findings"))
def list_findings(
    request: ApiRequest, *, product: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[Finding]:
    check_may(request.user, Act.SEE_INSIGHT)
    where = _where(request, product, None)
    found = queries.list_findings(for_user=request.user, where=where)
    return key_page(found, order=("waits", "-since", "-pk"), after=after, size=limit)


@router.get("/findings/{number}", response=MeasureFindingOut, summary=_("Read a finding"))
def read_finding(request: ApiRequest, number: str) -> Finding:
    return queries.get_finding(number, for_user=request.user)


@router.post(
    "/findings/{number}/state",
    response=MeasureFindingOut,
    summary=_("Acknowledge, dismiss or reopen a finding"),
)
def move_finding(request: ApiRequest, number: str, body: FindingStateBody) -> Finding:
    return operations.move_finding(
        finding=queries.get_finding(number, for_user=request.user),
        to=State(body.to),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/findings/{number}/improvement",
    response=MeasureFindingOut,
    summary=_("Answer a finding by a requirement"),
)
def improve_finding(request: ApiRequest, number: str, body: ImprovementBody) -> Finding:
    return operations.improve(
        finding=queries.get_finding(number, for_user=request.user),
        title=body.title,
        description=body.description,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/findings/{number}/owner",
    response=MeasureFindingOut,
    summary=_("Let somebody else look after a finding"),
)
def assign_finding(request: ApiRequest, number: str, body: FindingOwnerBody) -> Finding:
    with referring("owner"):
        to = get_person(body.owner)
    return operations.assign_finding(
        finding=queries.get_finding(number, for_user=request.user),
        to=to,
        by=request.user,
        at=timezone.now(),
    )
