"""Shapes of deliveries and their plans, and how endpoints find what they name."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Day, Key, OneOf, Out, PersonOut
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.lifecycle import DeliveryRole, TaskState, WaitFor
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.deliveries.schedule import Forecast

Reason = Annotated[str, Field(max_length=300)]


def who(request: ApiRequest) -> dict[str, Any]:
    """Say who does something, and when."""
    return {"by": request.user, "at": timezone.now()}


def one(request: ApiRequest, number: str) -> Delivery:
    """Find a delivery as far as the caller may see it."""
    return queries.get_delivery(number, for_user=request.user)


class CustomerDeliveryOut(Out):
    number: str
    name: str
    customer: str = Field(alias="customer.number")
    contract: str | None = Field(description="Null where you may not see contracts")
    product: str = Field(alias="project.product.code")
    state: Annotated[str, OneOf(ProjectState)]
    lead: PersonOut = Field(alias="owner")
    turn: Annotated[str, OneOf(DeliveryRole)] = Field(description="Who carries it at present")
    reason: str = Field(description="Why it began without a signed contract")
    start_on: date | None
    due_on: date | None
    first_due_on: date | None = Field(description="The finish that was planned at first")
    forecast_on: date | None
    accepted_on: date | None
    tasks_count: int
    done_count: int
    is_waiting: bool

    @staticmethod
    def resolve_contract(delivery: Delivery, context: dict[str, Any]) -> str | None:
        if delivery.contract is None or not may(context["request"].user, Act.SEE_CONTRACTS):
            return None
        return delivery.contract.number


class DeliveryPhaseOut(Out):
    id: int
    name: str


class DeliveryTaskOut(Out):
    id: int
    name: str
    phase_id: int | None
    role: Annotated[str, OneOf(DeliveryRole)]
    assignee: PersonOut | None
    state: Annotated[str, OneOf(TaskState)]
    start_on: date
    finish_on: date
    hours: Decimal
    after_ids: list[int] = Field(description="The tasks that must be done before")
    is_milestone: bool
    started_on: date | None
    done_on: date | None

    @staticmethod
    def resolve_after_ids(task: DeliveryTask) -> list[int]:
        return [each.pk for each in task.after.all()]


class DeliveryWaitOut(Out):
    id: int
    task_id: int | None = Field(description="Null: the whole delivery waits")
    whom: Annotated[str, OneOf(WaitFor)]
    reason: str
    since: date
    until: date | None = Field(description="The day on which work went on")


class DeliveryMemberOut(Out):
    role: Annotated[str, OneOf(DeliveryRole)]
    person: PersonOut


class DeliveryPlanOut(CustomerDeliveryOut):
    forecast_on: date | None
    days_late: int = Field(description="Working days after the planned finish")
    customers_days_late: int = Field(description="How many of them the customer was waited for")
    waited: dict[str, int] = Field(description="Working days of waiting on the way, by for whom")
    members: list[DeliveryMemberOut]
    phases: list[DeliveryPhaseOut]
    tasks: list[DeliveryTaskOut]
    waits: list[DeliveryWaitOut]

    @staticmethod
    def resolve_forecast_on(delivery: Delivery) -> date | None:
        return _forecast(delivery).finish_on

    @staticmethod
    def resolve_days_late(delivery: Delivery) -> int:
        return _forecast(delivery).days_late

    @staticmethod
    def resolve_customers_days_late(delivery: Delivery) -> int:
        return _forecast(delivery).customers_days

    @staticmethod
    def resolve_waited(delivery: Delivery) -> dict[str, int]:
        return dict(_forecast(delivery).waited)

    @staticmethod
    def resolve_members(delivery: Delivery) -> list[Any]:
        return list(queries.list_members(delivery))

    @staticmethod
    def resolve_phases(delivery: Delivery) -> list[Any]:
        return list(queries.list_phases(delivery))

    @staticmethod
    def resolve_tasks(delivery: Delivery) -> list[Any]:
        return list(queries.list_tasks(delivery))

    @staticmethod
    def resolve_waits(delivery: Delivery) -> list[Any]:
        return list(queries.list_waits(delivery))


def _forecast(delivery: Delivery) -> Forecast:
    return queries.forecast_of(delivery, today=timezone.localdate())


class DeliveryMemberBody(Body):
    role: Annotated[str, OneOf(DeliveryRole)]
    person_id: Key


class DeliveryBody(Body):
    name: str = Field(min_length=1, max_length=120)
    customer: str = Field(max_length=20, description="The customer's number")
    product: str = Field(max_length=40, description="The product's code")
    contract: str = Field(default="", max_length=20)
    reason: str = Field(
        default="", max_length=300, description="Why it begins without a signed contract"
    )
    template_id: Key | None = None
    start_on: Day
    due_on: Day | None = Field(default=None, description="Null: when the plan is done")
    lead_id: Key | None = None
    members: list[DeliveryMemberBody] = Field(default=[], max_length=3)


class DeliveryNameBody(Body):
    before: str | None = Field(default=None, max_length=120, description="The name you saw")
    name: str = Field(min_length=1, max_length=120)


class DeliveryLeadBody(Body):
    person_id: Key


class DeliveryDueBody(Body):
    due_on: Day
    reason: Reason


class DeliveryStateBody(Body):
    state: Annotated[str, OneOf(ProjectState)]
    reason: Reason = ""


class DeliveryPhaseBody(Body):
    name: str = Field(min_length=1, max_length=80)


class DeliveryTaskBody(Body):
    name: str = Field(min_length=1, max_length=120)
    phase_id: Key | None = None
    role: Annotated[str, OneOf(DeliveryRole)] = DeliveryRole.IMPLEMENTER.value
    assignee_id: Key | None = None
    start_on: Day
    finish_on: Day
    hours: Decimal = Field(default=Decimal(0), max_digits=7, decimal_places=2)
    after_ids: list[Key] = Field(default=[], max_length=100)
    is_milestone: bool = False


class DeliveryTaskFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=120)
    phase_id: Key | None = None
    role: Annotated[str, OneOf(DeliveryRole)] | None = None
    assignee_id: Key | None = None
    start_on: Day | None = None
    finish_on: Day | None = None
    hours: Decimal | None = Field(default=None, max_digits=7, decimal_places=2)
    after_ids: list[Key] | None = Field(default=None, max_length=100)
    is_milestone: bool | None = None


class DeliveryTaskChangeBody(Body):
    before: DeliveryTaskFacts = Field(description="What you saw of the fields you change")
    values: DeliveryTaskFacts


class DeliveryTaskStateBody(Body):
    state: Annotated[str, OneOf(TaskState)]
    on: Day | None = Field(default=None, description="Today without it")


class DeliveryTaskPlaceBody(Body):
    ahead_of: Key | None = Field(default=None, description="Null: at the end")


class DeliveryWaitBody(Body):
    task_id: Key | None = Field(default=None, description="Null: the whole delivery waits")
    whom: Annotated[str, OneOf(WaitFor)]
    reason: Reason
    since: Day
    until: Day | None = None


class DeliveryWaitEndBody(Body):
    until: Day | None = Field(default=None, description="Today without it")
