"""SLA plans in the REST API."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Day, Limit, OneOf, Out, Page
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla import operations, queries
from twintrack.sales.sla.lifecycle import ClockKind, StartsFrom, Trigger, Whom
from twintrack.sales.sla.models import SlaPlan, SlaPlanVersion
from twintrack.sales.sla.terms import PlanTerms, Reason, SpecialDay, Step, Targets
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="sla-plans", label=_("SLA plans"))
Name = Annotated[str, Field(min_length=1, max_length=80)]
Minutes = Annotated[int, Field(ge=1, le=operations.MOST_MINUTES)]


class SlaTargetsShape(Body):
    response: Minutes | None = Field(None, description="Working minutes until the first response")
    resolution: Minutes | None = Field(None, description="Working minutes until the resolution")


class SlaSpecialDayShape(Body):
    day: Day
    name: str = Field("", max_length=80)
    is_working: bool = False


class SlaStepShape(Body):
    clock: Annotated[str, OneOf(ClockKind)]
    trigger: Annotated[str, OneOf(Trigger)]
    value: int = Field(ge=1, description="Per cent of the target, or working minutes after it")
    whom: Annotated[str, OneOf(Whom)]
    role: Annotated[str, OneOf(Role)] | None = None


class SlaReasonShape(Body):
    name_zh: Name
    name_en: Name


class SlaTermsShape(Body):
    name_zh: Name
    name_en: Name
    country: str = Field("CN", max_length=12, description="`DE`, `DE-BY`, or empty for none")
    around_the_clock: bool = False
    weekdays: str = Field("01234", pattern=r"^0?1?2?3?4?5?6?$", description="0 is Monday")
    opens: int = Field(9 * 60, ge=0, le=24 * 60, description="Minutes after midnight")
    closes: int = Field(
        18 * 60,
        ge=0,
        le=24 * 60,
        description="Minutes after midnight; fewer than `opens` are on the next day",
    )
    zone: str = Field("Asia/Shanghai", max_length=60)
    starts_from: Annotated[str, OneOf(StartsFrom)] = StartsFrom.RECORDED.value
    warn_percent: int = Field(80, ge=1, le=100)
    targets: dict[Annotated[str, OneOf(Severity)], SlaTargetsShape]
    special_days: list[SlaSpecialDayShape] = Field(default=[], max_length=400)
    escalations: list[SlaStepShape] = Field(default=[], max_length=20)
    pause_reasons: list[SlaReasonShape] = Field(default=[], max_length=20)

    def terms(self) -> PlanTerms:
        """Give the terms that the body says."""
        steps = [vars(each) | {"role": each.role or ""} for each in self.escalations]
        return PlanTerms(
            **vars(self)
            | {
                "targets": {code: Targets(**vars(each)) for code, each in self.targets.items()},
                "special_days": tuple(SpecialDay(**vars(each)) for each in self.special_days),
                "escalations": tuple(Step(**each) for each in steps),
                "pause_reasons": tuple(Reason(**vars(each)) for each in self.pause_reasons),
            }
        )


class SlaPlanBody(SlaTermsShape):
    """A plan as it is agreed."""


class SlaPlanChangeBody(SlaTermsShape):
    seen: int | None = Field(None, description="The version that you saw")

    def terms(self) -> PlanTerms:
        """Give the terms that the body says."""
        return SlaPlanBody(**self.model_dump(exclude={"seen"})).terms()


class SlaPlanOut(Out):
    id: int
    name_zh: str
    name_en: str
    is_default: bool
    retired_at: datetime | None


class SlaTargetOut(Out):
    severity: Annotated[str, OneOf(Severity)]
    response_minutes: int | None
    resolution_minutes: int | None


class SlaEscalationOut(Out):
    clock: Annotated[str, OneOf(ClockKind)]
    trigger: Annotated[str, OneOf(Trigger)]
    value: int
    whom: Annotated[str, OneOf(Whom)]
    role: str


class SlaPauseReasonOut(Out):
    id: int
    name_zh: str
    name_en: str


class SlaDayOut(Out):
    day: date
    name: str
    is_working: bool


class SlaVersionOut(Out):
    number: int
    made_at: datetime | None
    country: str
    around_the_clock: bool
    weekdays: str
    opens: int
    closes: int
    zone: str
    starts_from: Annotated[str, OneOf(StartsFrom)]
    warn_percent: int
    special_days: list[SlaDayOut]
    targets: list[SlaTargetOut]
    escalations: list[SlaEscalationOut]
    pause_reasons: list[SlaPauseReasonOut]


@router.get("/sla-plans", response=Page[SlaPlanOut], summary=_("List SLA plans"))
def list_plans(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[SlaPlan]:
    rows = queries.list_plans(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post("/sla-plans", response={201: SlaPlanOut}, summary=_("Add an SLA plan"))
def add_plan(request: ApiRequest, body: SlaPlanBody) -> SlaPlan:
    return operations.add_plan(terms=body.terms(), by=request.user, at=timezone.now())


@router.get(
    "/sla-plans/{int:pk}/versions",
    response=Page[SlaVersionOut],
    summary=_("List the versions of an SLA plan"),
)
def list_versions(
    request: ApiRequest, pk: int, after: str = "", limit: Limit = 50
) -> KeyPage[SlaPlanVersion]:
    plan = queries.get_plan(pk, for_user=request.user)
    rows: QuerySet[SlaPlanVersion] = queries.list_versions(plan)
    return key_page(rows, order=("-number", "-pk"), after=after, size=limit)


@router.post(
    "/sla-plans/{int:pk}/versions",
    response={201: SlaVersionOut},
    summary=_("Change an SLA plan from now on"),
)
def change_plan(request: ApiRequest, pk: int, body: SlaPlanChangeBody) -> SlaPlanVersion:
    return operations.change_plan(
        plan=queries.get_plan(pk, for_user=request.user),
        terms=body.terms(),
        seen=body.seen,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/sla-plans/{int:pk}/default", response=SlaPlanOut, summary=_("Make an SLA plan the default")
)
def make_default(request: ApiRequest, pk: int) -> SlaPlan:
    plan = queries.get_plan(pk, for_user=request.user)
    return operations.make_default(plan=plan, by=request.user, at=timezone.now())


@router.post("/sla-plans/{int:pk}/retirement", response=SlaPlanOut, summary=_("Retire an SLA plan"))
def retire_plan(request: ApiRequest, pk: int) -> SlaPlan:
    plan = queries.get_plan(pk, for_user=request.user)
    return operations.retire_plan(plan=plan, by=request.user, at=timezone.now())


@router.post(
    "/sla-plans/{int:pk}/restoration", response=SlaPlanOut, summary=_("Bring an SLA plan back")
)
def restore_plan(request: ApiRequest, pk: int) -> SlaPlan:
    plan = queries.get_plan(pk, for_user=request.user)
    return operations.restore_plan(plan=plan, by=request.user, at=timezone.now())
