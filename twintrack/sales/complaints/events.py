"""What happens to complaints; all of it is about their feedback."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from twintrack.foundation.ledger.events import Event, Personal


@dataclass(frozen=True, kw_only=True)
class _OfComplaint(Event):
    feedback_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class _OfClock(_OfComplaint):
    # `response` or `resolution`.
    clock: str


@dataclass(frozen=True, kw_only=True)
class ClocksStarted(_OfComplaint):
    """The clocks of a complaint run, by a version of a plan."""

    kind: ClassVar[str] = "complaint.started"
    plan_id: int
    plan_zh: str
    plan_en: str
    version: int
    severity: str
    started_at: datetime
    # By the kind of clock.
    due: dict[str, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ClocksRetargeted(_OfComplaint):
    """The severity of a complaint, or when it began, is another: its clocks were set anew."""

    kind: ClassVar[str] = "complaint.retargeted"
    came_from: str
    to: str
    due_before: dict[str, datetime | None]
    due: dict[str, datetime | None]


@dataclass(frozen=True, kw_only=True)
class ClocksPaused(_OfComplaint):
    """The clocks of a complaint stand still."""

    kind: ClassVar[str] = "complaint.paused"
    reason_zh: str
    reason_en: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClocksResumed(_OfComplaint):
    """The clocks of a complaint run again."""

    kind: ClassVar[str] = "complaint.resumed"
    due: dict[str, datetime | None]


@dataclass(frozen=True, kw_only=True)
class ClocksCalledOff(_OfComplaint):
    """Nothing is due any more: it is no complaint, repeats another one, or was withdrawn."""

    kind: ClassVar[str] = "complaint.called_off"
    why: str


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswered(_OfComplaint):
    """The customer got a first response."""

    kind: ClassVar[str] = "complaint.answered"
    in_time: bool | None
    took_minutes: int | None
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintResolved(_OfComplaint):
    """A complaint is resolved, with what it came from."""

    kind: ClassVar[str] = "complaint.resolved"
    in_time: bool | None
    took_minutes: int | None
    cause: str = ""
    cause_number: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmationAsked(_OfComplaint):
    """The customer was asked whether a complaint is resolved."""

    kind: ClassVar[str] = "complaint.confirmation_asked"
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintConfirmed(_OfComplaint):
    """The customer said that a complaint is resolved."""

    kind: ClassVar[str] = "complaint.confirmed"
    who: Personal
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class ComplaintReopened(_OfComplaint):
    """A complaint is not resolved after all: its clock runs on from where it stood."""

    kind: ClassVar[str] = "complaint.reopened"
    why: str
    due: dict[str, datetime | None]


@dataclass(frozen=True, kw_only=True)
class ClockWarned(_OfClock):
    """A clock of a complaint breaks soon."""

    kind: ClassVar[str] = "complaint.warned"
    moment: datetime
    due_at: datetime | None
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ClockBreached(_OfClock):
    """A promise about a complaint was not kept in time."""

    kind: ClassVar[str] = "complaint.breached"
    moment: datetime
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ClockEscalated(_OfClock):
    """A step of escalation was taken; `whom` and `role` say who is told."""

    kind: ClassVar[str] = "complaint.escalated"
    moment: datetime
    step: int
    trigger: str
    value: int
    whom: str
    role: str
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class BreachExplained(_OfClock):
    """Somebody said why a promise was not kept in time."""

    kind: ClassVar[str] = "complaint.breach_explained"
    why: str


@dataclass(frozen=True, kw_only=True)
class ReplySent(_OfComplaint):
    """A reply is on its way to the customer by mail."""

    kind: ClassVar[str] = "complaint.reply_sent"
    sending_id: int
    purpose: str
    to: Personal
    cc: Personal
    language: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class ReplyMailed(_OfComplaint):
    """The mail server took a reply."""

    kind: ClassVar[str] = "complaint.reply_mailed"
    sending_id: int
    to: Personal


@dataclass(frozen=True, kw_only=True)
class ReplyMailFailed(_OfComplaint):
    """A reply could not be mailed; whoever sent it is told."""

    kind: ClassVar[str] = "complaint.reply_mail_failed"
    sending_id: int
    to: Personal
    sent_by_id: int
    error: str


@dataclass(frozen=True, kw_only=True)
class _OfReply(Event):
    template_id: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class ReplyTemplateAdded(_OfReply):
    """There is a new reply template."""

    kind: ClassVar[str] = "reply_template.added"


@dataclass(frozen=True, kw_only=True)
class ReplyTemplateChanged(_OfReply):
    """A reply template was written anew; what it said is kept here."""

    kind: ClassVar[str] = "reply_template.changed"
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ReplyTemplateRetired(_OfReply):
    """A reply template is not offered any more."""

    kind: ClassVar[str] = "reply_template.retired"


@dataclass(frozen=True, kw_only=True)
class ReplyTemplateRestored(_OfReply):
    """A retired reply template is offered again."""

    kind: ClassVar[str] = "reply_template.restored"
