"""The stages of the pipeline and what losses are counted by, in the REST API."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Out, referring
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.api.router import router
from twintrack.sales.pipeline.models import Competitor, LostReason, PipelineStage

Name = Annotated[str, Field(min_length=1, max_length=60)]


class PipelineStageOut(Out):
    code: str
    name_zh: str
    name_en: str
    position: int
    probability: int
    target_days: int | None
    may_be_skipped: bool
    is_active: bool
    criteria: dict[str, bool] = Field(description="Checks by code, true where required")

    @staticmethod
    def resolve_criteria(stage: PipelineStage) -> dict[str, bool]:
        return {each.check_code: each.is_required for each in stage.criteria.all()}


class PipelineStageBody(Body):
    name_zh: Name
    name_en: Name
    probability: int
    target_days: int | None = None
    may_be_skipped: bool = True
    criteria: dict[str, bool] = Field(default={}, max_length=50)


class PipelineStageFacts(Body):
    never_null = frozenset({"name_zh", "name_en", "probability", "may_be_skipped", "criteria"})

    name_zh: Name | None = None
    name_en: Name | None = None
    probability: int | None = None
    target_days: int | None = None
    may_be_skipped: bool | None = None
    criteria: dict[str, bool] | None = Field(default=None, max_length=50)


class PipelineStageChangeBody(Body):
    before: PipelineStageFacts = Field(description="What you saw of the fields you change")
    values: PipelineStageFacts


class PipelineStagePlaceBody(Body):
    to: int = Field(ge=1, le=100, description="The place on the way, counted from 1")


class PipelineStageRetirementBody(Body):
    to: str = Field(default="", max_length=30, description="The stage its opportunities go to")


class LostReasonOut(Out):
    code: str
    name_zh: str
    name_en: str
    is_active: bool


class LostReasonBody(Body):
    name_zh: Name
    name_en: Name


class LostReasonFacts(Body):
    name_zh: Name | None = None
    name_en: Name | None = None
    is_active: bool | None = None


class LostReasonChangeBody(Body):
    before: LostReasonFacts = Field(description="What you saw of the fields you change")
    values: LostReasonFacts


class CompetitorOut(Out):
    id: int = Field(alias="pk")
    name: str


class CompetitorBody(Body):
    name: str = Field(min_length=1, max_length=80)


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


@router.get("/pipeline-stages", response=list[PipelineStageOut], summary=_("List the stages"))
def list_stages(request: ApiRequest) -> list[PipelineStage]:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    return queries.list_stages()


@router.post("/pipeline-stages", response={201: PipelineStageOut}, summary=_("Add a stage"))
def add_stage(request: ApiRequest, body: PipelineStageBody) -> PipelineStage:
    details = operations.StageDetails(**body.model_dump())
    return operations.add_stage(details=details, **_who(request))


@router.patch("/pipeline-stages/{code}", response=PipelineStageOut, summary=_("Change a stage"))
def change_stage(request: ApiRequest, code: str, body: PipelineStageChangeBody) -> PipelineStage:
    check_may(request.user, Act.SET_PIPELINE)
    return operations.change_stage(
        stage=queries.get_stage(code),
        before=body.before.model_dump(exclude_unset=True),
        values=body.values.model_dump(exclude_unset=True),
        **_who(request),
    )


@router.post(
    "/pipeline-stages/{code}/place", response=PipelineStageOut, summary=_("Move a stage on the way")
)
def move_stage(request: ApiRequest, code: str, body: PipelineStagePlaceBody) -> PipelineStage:
    check_may(request.user, Act.SET_PIPELINE)
    return operations.move_stage(stage=queries.get_stage(code), to=body.to, **_who(request))


@router.post(
    "/pipeline-stages/{code}/retirement", response=PipelineStageOut, summary=_("Retire a stage")
)
def retire_stage(
    request: ApiRequest, code: str, body: PipelineStageRetirementBody
) -> PipelineStage:
    check_may(request.user, Act.SET_PIPELINE)
    with referring("to"):
        to = queries.get_stage(body.to) if body.to else None
    return operations.retire_stage(stage=queries.get_stage(code), to=to, **_who(request))


@router.post(
    "/pipeline-stages/{code}/restoring",
    response=PipelineStageOut,
    summary=_("Use a retired stage again"),
)
def restore_stage(request: ApiRequest, code: str) -> PipelineStage:
    check_may(request.user, Act.SET_PIPELINE)
    return operations.restore_stage(stage=queries.get_stage(code), **_who(request))


@router.get("/lost-reasons", response=list[LostReasonOut], summary=_("List the reasons for losing"))
def list_reasons(request: ApiRequest) -> list[LostReason]:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    return queries.list_all_reasons()


@router.post("/lost-reasons", response={201: LostReasonOut}, summary=_("Add a reason for losing"))
def add_reason(request: ApiRequest, body: LostReasonBody) -> LostReason:
    return operations.add_reason(**body.model_dump(), **_who(request))


@router.patch(
    "/lost-reasons/{code}", response=LostReasonOut, summary=_("Change a reason for losing")
)
def change_reason(request: ApiRequest, code: str, body: LostReasonChangeBody) -> LostReason:
    check_may(request.user, Act.SET_PIPELINE)
    return operations.change_reason(
        reason=queries.get_reason(code),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        **_who(request),
    )


@router.get("/competitors", response=list[CompetitorOut], summary=_("List the competitors"))
def list_competitors(request: ApiRequest) -> list[Competitor]:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    return list(queries.list_competitors())


@router.post("/competitors", response={201: CompetitorOut}, summary=_("Add a competitor"))
def know_competitor(request: ApiRequest, body: CompetitorBody) -> Competitor:
    return operations.know_competitor(name=body.name, **_who(request))


@router.patch("/competitors/{pk}", response=CompetitorOut, summary=_("Rename a competitor"))
def rename_competitor(request: ApiRequest, pk: int, body: CompetitorBody) -> Competitor:
    check_may(request.user, Act.SET_PIPELINE)
    competitor = queries.get_competitor(pk)
    return operations.rename_competitor(competitor=competitor, name=body.name, **_who(request))
