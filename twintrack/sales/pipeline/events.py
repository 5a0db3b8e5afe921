"""What happens to opportunities."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class OpportunityOpened(Event):
    """A customer may buy something."""

    kind: ClassVar[str] = "opportunity.opened"
    opportunity_id: int
    number: str
    customer_id: int
    name: str
    amount: Amount
    currency: str
    expected_close_on: date


@dataclass(frozen=True, kw_only=True)
class OpportunityChanged(Event):
    """What is known of an opportunity changed; values stand as they were and are written."""

    kind: ClassVar[str] = "opportunity.changed"
    opportunity_id: int
    number: str
    customer_id: int
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class OpportunityAdvanced(Event):
    """
    An opportunity moved to another stage.

    `unmet` are the codes of what the stage advises and was not met, `reason` why it moved anyway.
    """

    kind: ClassVar[str] = "opportunity.advanced"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    to: str
    reason: str = ""
    unmet: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OpportunityWon(Event):
    """The customer buys."""

    kind: ClassVar[str] = "opportunity.won"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str


@dataclass(frozen=True, kw_only=True)
class OpportunityLost(Event):
    """The customer does not buy: why, as a code that is counted and in words, and who won it."""

    kind: ClassVar[str] = "opportunity.lost"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    reason: str
    because: str = ""
    competitor: str = ""


@dataclass(frozen=True, kw_only=True)
class OpportunityReopened(Event):
    """A closed opportunity is open again."""

    kind: ClassVar[str] = "opportunity.reopened"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OpportunityMemberAdded(Event):
    """A colleague joined the team of an opportunity."""

    kind: ClassVar[str] = "opportunity.member_added"
    opportunity_id: int
    number: str
    person_id: int
    person: str
    part: str


@dataclass(frozen=True, kw_only=True)
class OpportunityMemberRemoved(Event):
    """A colleague left the team of an opportunity."""

    kind: ClassVar[str] = "opportunity.member_removed"
    opportunity_id: int
    number: str
    person_id: int
    person: str
    part: str


@dataclass(frozen=True, kw_only=True)
class OpportunityContactPlaced(Event):
    """What a person at the customer is to the deal was noted."""

    kind: ClassVar[str] = "opportunity.contact_placed"
    opportunity_id: int
    number: str
    contact_id: int
    influence: str


@dataclass(frozen=True, kw_only=True)
class OpportunityContactRemoved(Event):
    """A person at the customer has nothing to do with the deal any more."""

    kind: ClassVar[str] = "opportunity.contact_removed"
    opportunity_id: int
    number: str
    contact_id: int


@dataclass(frozen=True, kw_only=True)
class PipelineStageAdded(Event):
    """The pipeline has a stage more."""

    kind: ClassVar[str] = "pipeline_stage.added"
    stage_id: int
    code: str
    name_zh: str
    name_en: str
    probability: int
    target_days: int | None


@dataclass(frozen=True, kw_only=True)
class PipelineStageChanged(Event):
    """What a stage is called, asks for or counts as changed; values as they were and are."""

    kind: ClassVar[str] = "pipeline_stage.changed"
    stage_id: int
    code: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PipelineStageMoved(Event):
    """A stage has another place on the way, counted from 1."""

    kind: ClassVar[str] = "pipeline_stage.moved"
    stage_id: int
    code: str
    came_from: int
    to: int


@dataclass(frozen=True, kw_only=True)
class PipelineStageRetired(Event):
    """A stage is used no more; so many opportunities went on to another one."""

    kind: ClassVar[str] = "pipeline_stage.retired"
    stage_id: int
    code: str
    to: str
    moved: int


@dataclass(frozen=True, kw_only=True)
class PipelineStageRestored(Event):
    """A retired stage is used again."""

    kind: ClassVar[str] = "pipeline_stage.restored"
    stage_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class PlaybookTaskAdded(Event):
    """Whoever enters a stage has one thing more to do."""

    kind: ClassVar[str] = "pipeline_stage.task_added"
    stage_id: int
    code: str
    task_id: int
    part: str
    due_days: int
    title_zh: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class PlaybookTaskChanged(Event):
    """What is to do at a stage changed; values as they were and are."""

    kind: ClassVar[str] = "pipeline_stage.task_changed"
    stage_id: int
    code: str
    task_id: int
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PlaybookTaskRemoved(Event):
    """A task is made no more when a stage is entered; those that were made stay."""

    kind: ClassVar[str] = "pipeline_stage.task_removed"
    stage_id: int
    code: str
    task_id: int
    title_zh: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class OpportunityTasksMade(Event):
    """The playbook of a stage became tasks, each with who does it and by when."""

    kind: ClassVar[str] = "opportunity.tasks_made"
    opportunity_id: int
    number: str
    stage: str
    task_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class OpportunityTaskAdded(Event):
    """Somebody has something to do for an opportunity."""

    kind: ClassVar[str] = "opportunity.task_added"
    opportunity_id: int
    number: str
    task_id: int
    title: str
    owner_id: int
    owner: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class OpportunityTaskClosed(Event):
    """A task is done, or skipped for a reason."""

    kind: ClassVar[str] = "opportunity.task_closed"
    opportunity_id: int
    number: str
    task_id: int
    title_zh: str
    title_en: str
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OpportunityTaskReopened(Event):
    """A task is to do once more."""

    kind: ClassVar[str] = "opportunity.task_reopened"
    opportunity_id: int
    number: str
    task_id: int
    title_zh: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class OpportunityTaskReassigned(Event):
    """Somebody else does a task."""

    kind: ClassVar[str] = "opportunity.task_reassigned"
    opportunity_id: int
    number: str
    task_id: int
    title_zh: str
    title_en: str
    came_from: str
    to_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class LostReasonAdded(Event):
    """Losses can be counted by one reason more."""

    kind: ClassVar[str] = "lost_reason.added"
    reason_id: int
    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class LostReasonChanged(Event):
    """A reason is called otherwise, or is offered no more, or again."""

    kind: ClassVar[str] = "lost_reason.changed"
    reason_id: int
    code: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CompetitorAdded(Event):
    """Somebody else who sells what we sell is known."""

    kind: ClassVar[str] = "competitor.added"
    competitor_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class CompetitorRenamed(Event):
    """A competitor is called otherwise."""

    kind: ClassVar[str] = "competitor.renamed"
    competitor_id: int
    came_from: str
    to: str
