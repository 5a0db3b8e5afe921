"""What happens to communication plans."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanStarted(Event):
    """A reached milestone started the talk with a customer."""

    kind: ClassVar[str] = "communication_plan.started"
    plan_id: int
    number: str
    milestone_id: int
    customer_id: int
    customer_name: str
    milestone_name: str


@dataclass(frozen=True, kw_only=True)
class PlanPaused(Event):
    """The milestone behind a plan was reopened."""

    kind: ClassVar[str] = "communication_plan.paused"
    plan_id: int
    number: str
    customer_name: str
    milestone_name: str


@dataclass(frozen=True, kw_only=True)
class PlanResumed(Event):
    """The milestone behind a paused plan is reached again."""

    kind: ClassVar[str] = "communication_plan.resumed"
    plan_id: int
    number: str
    customer_name: str
    milestone_name: str


@dataclass(frozen=True, kw_only=True)
class PlanMoved(Event):
    """The open steps of a plan are due on other days, by so many working days."""

    kind: ClassVar[str] = "communication_plan.moved"
    plan_id: int
    number: str
    customer_name: str
    working_days: int
    came_from: date
    to: date


@dataclass(frozen=True, kw_only=True)
class PlanStepClosed(Event):
    """A step of a plan was done, or skipped with a reason."""

    kind: ClassVar[str] = "communication_plan.step_closed"
    plan_id: int
    number: str
    position: int
    step_kind: str
    state: str
    reason: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanStepReopened(Event):
    """A closed step of a plan is to be done after all."""

    kind: ClassVar[str] = "communication_plan.step_reopened"
    plan_id: int
    number: str
    position: int
    step_kind: str


@dataclass(frozen=True, kw_only=True)
class TemplateStepChanged(Event):
    """A step of a plan template reads differently from now on."""

    kind: ClassVar[str] = "plan_template.step_changed"
    template_id: int
    position: int


@dataclass(frozen=True, kw_only=True)
class PlanStepReassigned(Event):
    """Somebody else takes a step of a plan."""

    kind: ClassVar[str] = "communication_plan.step_reassigned"
    plan_id: int
    number: str
    position: int
    came_from: str
    to_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class TemplateAdded(Event):
    """Customers of a segment have a plan template of their own."""

    kind: ClassVar[str] = "plan_template.added"
    template_id: int
    milestone_kind: str
    segment: str


@dataclass(frozen=True, kw_only=True)
class TemplateStepAdded(Event):
    """A plan template has one step more."""

    kind: ClassVar[str] = "plan_template.step_added"
    template_id: int
    position: int


@dataclass(frozen=True, kw_only=True)
class TemplateStepRemoved(Event):
    """A plan template has one step less."""

    kind: ClassVar[str] = "plan_template.step_removed"
    template_id: int
    position: int
    title_zh: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class TemplateStepMoved(Event):
    """A step of a plan template comes earlier or later than before."""

    kind: ClassVar[str] = "plan_template.step_moved"
    template_id: int
    came_from: int
    to: int
