"""Templates by which deliveries are planned."""

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, OneOf, Out
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.api.router import router
from twintrack.sales.deliveries.api.shapes import who
from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.sales.deliveries.plans import Plan, read_plan

Place = Annotated[int, Field(ge=0, le=500)]
Said = Annotated[str, Field(min_length=1, max_length=300)]


class PlanWordsBody(Body):
    zh: Said
    en: Said


class PlanTaskBody(Body):
    name: PlanWordsBody
    phase: int = Field(ge=0, le=100, description="The place of its phase, from 0")
    role: Annotated[str, OneOf(DeliveryRole)] = DeliveryRole.IMPLEMENTER.value
    days: int = Field(ge=1, le=400, description="Working days")
    hours: Decimal = Field(default=Decimal(0), ge=0, le=10_000)
    after: Annotated[list[Place], Field(max_length=100)] | Place | None = Field(
        default=[], description="The places of the tasks before it, from 0"
    )
    gap: int = Field(default=0, ge=0, le=400, description="Working days in between")
    is_milestone: bool = False


class PlanDeliverableBody(Body):
    name: PlanWordsBody
    phase: int = Field(ge=0, le=100)
    criteria: list[PlanWordsBody] = Field(default=[], max_length=50)


class DeliveryTemplatePlanBody(Body):
    phases: list[PlanWordsBody] = Field(max_length=50)
    tasks: list[PlanTaskBody] = Field(max_length=300)
    deliverables: list[PlanDeliverableBody] = Field(default=[], max_length=100)

    @property
    def plan(self) -> Plan:
        return read_plan(self.model_dump())


class DeliveryTemplateOut(Out):
    id: int
    name_zh: str
    name_en: str
    is_active: bool
    revision: int
    plan: dict[str, Any] = Field(alias="content", description="As it is written")


class DeliveryTemplateBody(Body):
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    plan: DeliveryTemplatePlanBody


class DeliveryTemplateChangeBody(Body):
    revision: int = Field(ge=1, le=2_000_000_000, description="The one you saw")
    name_zh: str | None = Field(default=None, min_length=1, max_length=60)
    name_en: str | None = Field(default=None, min_length=1, max_length=60)
    is_active: bool | None = None
    plan: DeliveryTemplatePlanBody | None = None


@router.get(
    "/delivery-templates",
    response=list[DeliveryTemplateOut],
    summary=_("List templates of deliveries"),
)
def list_delivery_templates(request: ApiRequest) -> list[DeliveryTemplate]:
    check_may(request.user, Act.SEE_DELIVERIES)
    return queries.list_templates()


@router.post(
    "/delivery-templates",
    response={201: DeliveryTemplateOut},
    summary=_("Add a template of deliveries"),
)
def add_delivery_template(request: ApiRequest, body: DeliveryTemplateBody) -> DeliveryTemplate:
    return operations.add_template(
        name_zh=body.name_zh, name_en=body.name_en, plan=body.plan.plan, **who(request)
    )


@router.patch(
    "/delivery-templates/{pk}",
    response=DeliveryTemplateOut,
    summary=_("Change a template of deliveries"),
)
def change_delivery_template(
    request: ApiRequest, pk: int, body: DeliveryTemplateChangeBody
) -> DeliveryTemplate:
    """Deliveries that run keep what they copied."""
    values = body.model_dump(exclude={"revision", "plan"}, exclude_none=True)
    if body.plan is not None:
        values["plan"] = body.plan.plan
    return operations.change_template(
        template=queries.get_template(pk), revision=body.revision, values=values, **who(request)
    )
