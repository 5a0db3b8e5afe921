"""What happens to leads, and to the rules by which they are scored and given out."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfLead(Event):
    lead_id: int
    number: str
    company: str


@dataclass(frozen=True, kw_only=True)
class LeadCaptured(_OfLead):
    """Somebody may become a customer; how they came in, and by which rule somebody has them."""

    kind: ClassVar[str] = "lead.captured"
    captured_by: str
    source: str
    owner_id: int | None
    owner_name: str
    rule_id: int | None = None
    # As it was called then.
    rule_zh: str = ""
    rule_en: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadChanged(_OfLead):
    """What is known of a lead changed; of the person there only which field."""

    kind: ClassVar[str] = "lead.changed"
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class LeadAssigned(_OfLead):
    """Somebody else looks after a lead; the rule that chose them, if one did."""

    kind: ClassVar[str] = "lead.assigned"
    came_from_id: int | None
    came_from_name: str
    to_id: int
    to_name: str
    rule_id: int | None = None
    # As it was called then.
    rule_zh: str = ""
    rule_en: str = ""


@dataclass(frozen=True, kw_only=True)
class LeadNoted(_OfLead):
    """Somebody called, visited or wrote; the first time that they are reached is the answer."""

    kind: ClassVar[str] = "lead.noted"
    note_id: int
    way: str
    reached: bool
    is_first: bool
    response_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class LeadMoved(_OfLead):
    """A lead came to another open state."""

    kind: ClassVar[str] = "lead.moved"
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class LeadDisqualified(_OfLead):
    """A lead leads nowhere, and why."""

    kind: ClassVar[str] = "lead.disqualified"
    came_from: str
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LeadReopened(_OfLead):
    """A lead that was given up is worked on again."""

    kind: ClassVar[str] = "lead.reopened"
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LeadConverted(_OfLead):
    """A lead became a customer, or belongs to one, with an opportunity where there is one."""

    kind: ClassVar[str] = "lead.converted"
    customer_id: int
    customer_number: str
    contact_id: int | None
    opportunity_id: int | None
    opportunity_number: str


@dataclass(frozen=True, kw_only=True)
class LeadPersonExported(_OfLead):
    """All that is known of the person of a lead was given out."""

    kind: ClassVar[str] = "lead.person_exported"


@dataclass(frozen=True, kw_only=True)
class LeadPersonErased(_OfLead):
    """A person's values were taken out of so many rows, and of so many entries before this one."""

    kind: ClassVar[str] = "lead.person_erased"
    rows: int
    entries: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class _OfRule(Event):
    rule_id: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class _Changes(_OfRule):
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ScoreRuleAdded(_OfRule):
    """Leads get points for something more."""

    kind: ClassVar[str] = "lead_score_rule.added"
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ScoreRuleChanged(_Changes):
    """What leads get points for changed; values stand as they were and are."""

    kind: ClassVar[str] = "lead_score_rule.changed"


@dataclass(frozen=True, kw_only=True)
class AssignmentRuleAdded(_OfRule):
    """There is a new rule by which leads are given out."""

    kind: ClassVar[str] = "lead_assignment_rule.added"
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class AssignmentRuleChanged(_Changes):
    """A rule by which leads are given out changed; values stand as they were and are."""

    kind: ClassVar[str] = "lead_assignment_rule.changed"


@dataclass(frozen=True, kw_only=True)
class LeadWebFormAdded(_OfRule):
    """There is a new page on which anybody may leave word."""

    kind: ClassVar[str] = "lead_web_form.added"


@dataclass(frozen=True, kw_only=True)
class LeadWebFormChanged(_Changes):
    """A page on which anybody may leave word changed, was closed, or has another address."""

    kind: ClassVar[str] = "lead_web_form.changed"


@dataclass(frozen=True, kw_only=True)
class LeadSettingsChanged(Event):
    """Leads are to be answered within another working time from now on."""

    kind: ClassVar[str] = "lead_settings.changed"
    came_from: int
    to: int


@dataclass(frozen=True, kw_only=True)
class LeadsImported(Event):
    """The rows of a file were taken in as leads: how many, known already, and not usable."""

    kind: ClassVar[str] = "lead.imported"
    import_id: int
    name: str
    taken: int
    known: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class LeadScoreFitted(Event):
    """A score was learned from the leads that ended; whether it tells them apart."""

    kind: ClassVar[str] = "lead_model.fitted"
    model_id: int
    cases: int
    converted: int
    tells_apart: bool
