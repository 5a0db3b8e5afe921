"""What happens to visits."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class VisitPlanned(Event):
    """Somebody is going to meet a customer."""

    kind: ClassVar[str] = "visit.planned"
    visit_id: int
    number: str
    customer_id: int
    opportunity_id: int | None
    owner_id: int
    way: str
    purpose: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class VisitChanged(Event):
    """What is known of a visit changed; values stand as they were and are written."""

    kind: ClassVar[str] = "visit.changed"
    visit_id: int
    number: str
    customer_id: int
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class VisitMoved(Event):
    """A visit takes place at another time; one that was missed is planned again."""

    kind: ClassVar[str] = "visit.moved"
    visit_id: int
    number: str
    customer_id: int
    state: str
    came_from: datetime
    ended: datetime
    to: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class VisitCheckedIn(Event):
    """Somebody is with the customer; where exactly stays with the visit and is not told."""

    kind: ClassVar[str] = "visit.checked_in"
    visit_id: int
    number: str
    customer_id: int
    came_from: str
    with_position: bool


@dataclass(frozen=True, kw_only=True)
class VisitFinished(Event):
    """A visit was held and noted; a next step became that of the opportunity, if there is one."""

    kind: ClassVar[str] = "visit.finished"
    visit_id: int
    number: str
    customer_id: int
    opportunity_id: int | None
    held_at: datetime
    next_step: str = ""
    next_step_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class VisitNoteChanged(Event):
    """The note of a visit was written anew; what stood there before and now, by section."""

    kind: ClassVar[str] = "visit.note_changed"
    visit_id: int
    number: str
    customer_id: int
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Event):
    """A visit does not take place."""

    kind: ClassVar[str] = "visit.cancelled"
    visit_id: int
    number: str
    customer_id: int
    came_from: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VisitRestored(Event):
    """A cancelled visit takes place all the same."""

    kind: ClassVar[str] = "visit.restored"
    visit_id: int
    number: str
    customer_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class VisitMissed(Event):
    """A visit was planned, and a day later nobody had checked in or written a note."""

    kind: ClassVar[str] = "visit.missed"
    visit_id: int
    number: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class VisitFeedbackHeard(Event):
    """What a customer said on a visit was recorded as feedback."""

    kind: ClassVar[str] = "visit.feedback_heard"
    visit_id: int
    number: str
    customer_id: int
    feedback_id: int
    feedback_number: str


@dataclass(frozen=True, kw_only=True)
class VisitTemplateAdded(Event):
    """Notes of visits can be written by one template more."""

    kind: ClassVar[str] = "visit_template.added"
    template_id: int
    name_zh: str
    name_en: str
    sections: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class VisitTemplateChanged(Event):
    """A template is called otherwise, asks for something else, or is offered no more."""

    kind: ClassVar[str] = "visit_template.changed"
    template_id: int
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class VisitTargetSet(Event):
    """From a week on, somebody, a team or everybody is to make so many visits a week."""

    kind: ClassVar[str] = "visit_target.set"
    target_id: int
    whom: str
    per_week: int
    since: date
