"""What happens to review meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(Event):
    """People are invited to talk about requirements."""

    kind: ClassVar[str] = "review_meeting.called"
    meeting_id: int
    number: str
    title: str
    starts_at: datetime
    place: str
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Event):
    """A meeting is at another time or place, or is called otherwise; `fields` names what."""

    kind: ClassVar[str] = "review_meeting.changed"
    meeting_id: int
    number: str
    title: str
    fields: tuple[str, ...]
    came_from: datetime
    starts_at: datetime
    place: str


@dataclass(frozen=True, kw_only=True)
class MeetingPeopleChanged(Event):
    """People are invited besides, or need not come."""

    kind: ClassVar[str] = "review_meeting.people_changed"
    meeting_id: int
    number: str
    title: str
    starts_at: datetime
    place: str
    added_ids: tuple[int, ...]
    added_names: tuple[str, ...]
    removed_ids: tuple[int, ...]
    removed_names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgendaChanged(Event):
    """Requirements were added to an agenda, removed, moved, or have other minutes or presenters."""

    kind: ClassVar[str] = "review_meeting.agenda_changed"
    meeting_id: int
    number: str
    change: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingStarted(Event):
    """A meeting began."""

    kind: ClassVar[str] = "review_meeting.started"
    meeting_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class MeetingTurned(Event):
    """A meeting goes on with a requirement."""

    kind: ClassVar[str] = "review_meeting.turned"
    meeting_id: int
    number: str
    requirement: str


@dataclass(frozen=True, kw_only=True)
class PresenceNoted(Event):
    """Somebody came to a meeting, or did not come after all."""

    kind: ClassVar[str] = "review_meeting.presence_noted"
    meeting_id: int
    number: str
    person_id: int
    name: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class MinutesWritten(Event):
    """The minutes say more; of a requirement, or of the meeting as a whole."""

    kind: ClassVar[str] = "review_meeting.minutes_written"
    meeting_id: int
    number: str
    requirement: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ItemSettled(Event):
    """A meeting is done with a requirement: decided, or talked about without a decision."""

    kind: ClassVar[str] = "review_meeting.item_settled"
    meeting_id: int
    number: str
    requirement: str
    outcome: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class FollowUpChanged(Event):
    """Something to be done after a meeting was added, done, or is to be done after all."""

    kind: ClassVar[str] = "review_meeting.follow_up_changed"
    meeting_id: int
    number: str
    follow_up_id: int
    change: str
    text: str
    owner_id: int
    owner_name: str


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Event):
    """A meeting is over and its minutes stand; `decided` and `left` count requirements."""

    kind: ClassVar[str] = "review_meeting.closed"
    meeting_id: int
    number: str
    title: str
    decided: int
    left: int


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Event):
    """A meeting does not take place."""

    kind: ClassVar[str] = "review_meeting.cancelled"
    meeting_id: int
    number: str
    title: str
    starts_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgendaCarriedOver(Event):
    """What a meeting did not decide stands on the agenda of another one."""

    kind: ClassVar[str] = "review_meeting.carried_over"
    meeting_id: int
    number: str
    to_id: int
    to_number: str
    requirements: tuple[str, ...]
