"""What happens to deliveries."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event, Personal


@dataclass(frozen=True, kw_only=True)
class DeliveryBegun(Event):
    """Somebody begins to deliver; without a contract, or an unsigned one, there is a reason."""

    kind: ClassVar[str] = "delivery.begun"
    delivery_id: int
    number: str
    customer_id: int
    name: str
    contract_id: int | None
    reason: str
    template_id: int | None
    lead_id: int
    start_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True)
class DeliveryReplanned(Event):
    """A delivery is planned to be finished on another day."""

    kind: ClassVar[str] = "delivery.replanned"
    delivery_id: int
    number: str
    customer_id: int
    came_from: date | None
    to: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryForecastMoved(Event):
    """With another day gone, a delivery is expected to be finished on another day."""

    kind: ClassVar[str] = "delivery.forecast_moved"
    delivery_id: int
    number: str
    customer_id: int
    came_from: date | None
    to: date


@dataclass(frozen=True, kw_only=True)
class DeliveryMemberSet(Event):
    """Somebody does the work of a role in a delivery, and gets its open tasks."""

    kind: ClassVar[str] = "delivery.member_set"
    delivery_id: int
    number: str
    customer_id: int
    role: str
    came_from_id: int | None
    to_id: int
    to_name: str
    task_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DeliveryPhaseAdded(Event):
    """The plan of a delivery has one phase more."""

    kind: ClassVar[str] = "delivery.phase_added"
    delivery_id: int
    number: str
    customer_id: int
    phase_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class DeliveryTaskAdded(Event):
    """There is more to do in a delivery."""

    kind: ClassVar[str] = "delivery.task_added"
    delivery_id: int
    number: str
    customer_id: int
    task_id: int
    name: str
    start_on: date
    finish_on: date


@dataclass(frozen=True, kw_only=True)
class DeliveryTaskChanged(Event):
    """What is known of a task changed; values stand as they were and are written."""

    kind: ClassVar[str] = "delivery.task_changed"
    delivery_id: int
    number: str
    customer_id: int
    task_id: int
    name: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class DeliveryTaskMoved(Event):
    """A task was begun, done, dropped or taken up again."""

    kind: ClassVar[str] = "delivery.task_moved"
    delivery_id: int
    number: str
    customer_id: int
    task_id: int
    name: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class DeliveryTaskPlaced(Event):
    """A task stands at another place of its plan."""

    kind: ClassVar[str] = "delivery.task_placed"
    delivery_id: int
    number: str
    customer_id: int
    task_id: int
    name: str
    position: int


@dataclass(frozen=True, kw_only=True)
class DeliveryWaitBegun(Event):
    """A task, or the whole delivery, cannot go on."""

    kind: ClassVar[str] = "delivery.wait_begun"
    delivery_id: int
    number: str
    customer_id: int
    wait_id: int
    task_id: int | None
    whom: str
    reason: str
    since: date


@dataclass(frozen=True, kw_only=True)
class DeliveryWaitEnded(Event):
    """What a delivery waited for came; work goes on."""

    kind: ClassVar[str] = "delivery.wait_ended"
    delivery_id: int
    number: str
    customer_id: int
    wait_id: int
    task_id: int | None
    whom: str
    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class DeliverableAdded(Event):
    """The customer gets one thing more."""

    kind: ClassVar[str] = "delivery.deliverable_added"
    delivery_id: int
    number: str
    customer_id: int
    deliverable_id: int
    name: str
    criteria: list[str]


@dataclass(frozen=True, kw_only=True)
class DeliverableChanged(Event):
    """A deliverable is called otherwise, or counts as done by other criteria."""

    kind: ClassVar[str] = "delivery.deliverable_changed"
    delivery_id: int
    number: str
    customer_id: int
    deliverable_id: int
    name: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class DeliverableHandedOver(Event):
    """The customer has a deliverable, and is to look whether it is as agreed."""

    kind: ClassVar[str] = "delivery.deliverable_handed_over"
    delivery_id: int
    number: str
    customer_id: int
    deliverable_id: int
    name: str
    on: date
    instalment_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(Event):
    """The customer signed what they found of deliverables; what is open stays so."""

    kind: ClassVar[str] = "delivery.accepted"
    delivery_id: int
    number: str
    customer_id: int
    acceptance_id: int
    on: date
    signed_by: str
    is_full: bool
    accepted: list[str]
    sent_back: list[str]
    instalment_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AcceptanceWithdrawn(Event):
    """An acceptance does not count; instalments that were invoiced stay due all the same."""

    kind: ClassVar[str] = "delivery.acceptance_withdrawn"
    delivery_id: int
    number: str
    customer_id: int
    acceptance_id: int
    reason: str
    instalment_ids: list[int] = field(default_factory=list)
    kept_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DeliveryHandoverOffered(Event):
    """One role offers a delivery to the next."""

    kind: ClassVar[str] = "delivery.handover_offered"
    delivery_id: int
    number: str
    customer_id: int
    handover_id: int
    from_role: str
    to_role: str
    taker_id: int
    taker_name: str


@dataclass(frozen=True, kw_only=True)
class DeliveryHandoverPassedOn(Event):
    """Somebody else is to take over what is offered."""

    kind: ClassVar[str] = "delivery.handover_passed_on"
    delivery_id: int
    number: str
    customer_id: int
    handover_id: int
    to_role: str
    came_from: str
    taker_id: int
    taker_name: str


@dataclass(frozen=True, kw_only=True)
class DeliveryHandoverTaken(Event):
    """The next role carries a delivery, and does its tasks."""

    kind: ClassVar[str] = "delivery.handover_taken"
    delivery_id: int
    number: str
    customer_id: int
    handover_id: int
    to_role: str
    giver_id: int
    task_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DeliveryHandoverReturned(Event):
    """Whoever was to take a delivery over gave it back, and said why."""

    kind: ClassVar[str] = "delivery.handover_returned"
    delivery_id: int
    number: str
    customer_id: int
    handover_id: int
    giver_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(Event):
    """A customer is asked how content they are."""

    kind: ClassVar[str] = "delivery.survey_asked"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class SurveySent(Event):
    """The link of a survey is on its way to the customer by mail."""

    kind: ClassVar[str] = "delivery.survey_sent"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int
    sending_id: int
    to: Personal
    language: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class SurveyMailed(Event):
    """The mail server took the link of a survey."""

    kind: ClassVar[str] = "delivery.survey_mailed"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int
    sending_id: int
    to: Personal


@dataclass(frozen=True, kw_only=True)
class SurveyMailFailed(Event):
    """The link of a survey could not be mailed."""

    kind: ClassVar[str] = "delivery.survey_mail_failed"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int
    sending_id: int
    to: Personal
    error: str


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event):
    """A customer said how content they are, from 1 to 5; their words stay with the survey."""

    kind: ClassVar[str] = "delivery.survey_answered"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int
    score: int


@dataclass(frozen=True, kw_only=True)
class SurveyWithdrawn(Event):
    """The link of a survey leads nowhere any more."""

    kind: ClassVar[str] = "delivery.survey_withdrawn"
    delivery_id: int
    number: str
    customer_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryTemplateAdded(Event):
    """Deliveries can be planned by one template more."""

    kind: ClassVar[str] = "delivery_template.added"
    template_id: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class DeliveryTemplateChanged(Event):
    """A template is called otherwise, plans otherwise, or is offered no more."""

    kind: ClassVar[str] = "delivery_template.changed"
    template_id: int
    name_zh: str
    name_en: str
    fields: list[str]
