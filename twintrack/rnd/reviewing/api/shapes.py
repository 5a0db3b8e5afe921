"""What the API shows of review meetings, and what it is sent."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from twintrack.foundation.api.schemas import (
    Body,
    Key,
    OneOf,
    Out,
    PersonOut,
)
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Verdict
from twintrack.rnd.reviewing.lifecycle import MeetingState, Outcome
from twintrack.rnd.reviewing.models import AgendaItem


class MeetingOut(Out):
    number: str
    title: str
    state: Annotated[str, OneOf(MeetingState)]
    starts_at: datetime
    place: str
    link: str
    chair: PersonOut
    summary: str
    cancel_reason: str
    started_at: datetime | None
    closed_at: datetime | None


class VoteOut(Schema):
    name: str
    verdict: str
    comment: str


class AgendaItemOut(Out):
    id: int
    position: int
    requirement: str = Field(alias="requirement.number")
    title: str = Field(alias="requirement.title")
    minutes: int
    presenter: PersonOut | None
    notes: str
    outcome: Annotated[str, OneOf(Outcome)]
    decision: str = Field(description="Empty where nothing was decided, or it was taken back")
    reason: str
    votes: list[VoteOut] = Field(description="As they were when the meeting was done with it")
    spent_seconds: int
    moved_to: str | None

    @staticmethod
    def resolve_decision(item: AgendaItem) -> str:
        return item.review.decision if item.review and item.is_decided else ""

    @staticmethod
    def resolve_reason(item: AgendaItem) -> str:
        return item.review.reason if item.review and item.is_decided else ""

    @staticmethod
    def resolve_moved_to(item: AgendaItem) -> str | None:
        return item.moved_to.number if item.moved_to else None


class FollowUpOut(Out):
    id: int
    text: str
    owner: PersonOut
    due_on: date | None
    done_at: datetime | None


class ParticipantOut(Out):
    id: int
    person: PersonOut
    came_at: datetime | None


class MinutesOut(MeetingOut):
    participants: list[ParticipantOut]
    items: list[AgendaItemOut]
    follow_ups: list[FollowUpOut]


class MeetingBody(Body):
    title: str = Field(min_length=1, max_length=120)
    starts_at: datetime
    chair: Key = Field(description="The id of who leads it")
    people: list[Key] = Field(default=[], max_length=100, description="The ids of who is invited")
    place: str = Field("", max_length=120)
    link: str = Field("", max_length=500, pattern=r"^(https?://\S+)?$")
    requirements: list[str] = Field(default=[], max_length=100, description="Their numbers")


class MeetingSeenBody(Body):
    """What the caller saw of a meeting."""

    title: str | None = None
    starts_at: datetime | None = None
    place: str | None = None
    link: str | None = None
    chair: Key | None = None


class MeetingFactsBody(Body):
    title: str = Field(min_length=1, max_length=120)
    starts_at: datetime
    place: str = Field("", max_length=120)
    link: str = Field("", max_length=500, pattern=r"^(https?://\S+)?$")
    chair: Key
    before: MeetingSeenBody | None = Field(None, description="What you saw of these")


class MeetingPeopleBody(Body):
    people: list[Key] = Field(max_length=100, description="The ids of all who are to come")


class AgendaBody(Body):
    requirements: list[str] = Field(min_length=1, max_length=100, description="Their numbers")


class AgendaItemBody(Body):
    minutes: int = Field(ge=1, le=240)
    presenter: Key | None = None


class AgendaPlaceBody(Body):
    steps: int = Field(ge=-1000, le=1000, description="Up with a minus, down without")


class PresenceBody(Body):
    is_here: bool


class VoteBody(Body):
    verdict: Annotated[str, OneOf(Verdict)]
    comment: str = Field("", max_length=2000)


class MeetingDecisionBody(Body):
    decision: Annotated[str, OneOf(State)] = Field(description="accepted, rejected or deferred")
    reason: str = Field(max_length=4000)
    customer_wording: str = Field("", max_length=4000)
    revisit_on: date | None = Field(None, description="When a deferred one comes back")


class MinutesBody(Body):
    before: str = Field(max_length=20000, description="The text you began with")
    text: str = Field(max_length=20000)


class FollowUpBody(Body):
    text: str = Field(min_length=1, max_length=300)
    owner: Key
    due_on: date | None = None
    item: Key | None = Field(None, description="The item of the agenda that it is about")


class FollowUpDoneBody(Body):
    is_done: bool


class CancellationBody(Body):
    reason: str = Field(min_length=1, max_length=300)


class CarryOverBody(Body):
    to: str | None = Field(None, description="A meeting's number; a new one where there is none")
