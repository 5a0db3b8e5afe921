"""What the pages of a meeting show: its agenda, its people, its minutes, each asked for once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Opinion, Requirement, Verdict
from twintrack.rnd.backlog.review_queue import BY_VALUE, list_undecided
from twintrack.rnd.reviewing import queries
from twintrack.rnd.reviewing.lifecycle import Outcome
from twintrack.rnd.reviewing.models import AgendaItem, FollowUp, Meeting, Participant

# So many that wait are offered at once; the others stand in the queue of reviews.
OFFERED = 12
MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What one person who is invited thinks, or that it is not known yet."""

    person_id: int
    name: str
    verdict: str
    comment: str
    given_at: datetime | None = None

    def get_verdict_display(self) -> str:
        """Name the vote, as an opinion does."""
        return str(Verdict(self.verdict).label) if self.verdict else ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A requirement of the agenda with what the meeting knows of it."""

    item: AgendaItem
    begins_at: datetime
    votes: list[Vote]
    spent_minutes: int
    is_current: bool

    @property
    def requirement(self) -> Requirement:
        return self.item.requirement

    @property
    def is_settled(self) -> bool:
        return self.item.is_decided or self.item.outcome == Outcome.DISCUSSED

    @property
    def is_over_time(self) -> bool:
        return self.spent_minutes > self.item.minutes

    @property
    def given(self) -> list[Vote]:
        return [each for each in self.votes if each.verdict]

    @property
    def awaited(self) -> list[str]:
        """Who has not voted yet, by name."""
        return [each.name for each in self.votes if not each.verdict]

    def count(self, verdict: str) -> int:
        return sum(each.verdict == verdict for each in self.votes)

    @property
    def tally(self) -> dict[str, int]:
        """How many are for it, against it, unsure, and have not voted."""
        counted = {each.value: self.count(each.value) for each in Verdict}
        return counted | {"awaited": self.count("")}


class MeetingPage:
    """What the templates of a meeting may ask for."""

    def __init__(self, request: Request, meeting: Meeting, **shown: Any) -> None:
        self.user = request.user
        self.meeting = meeting
        self.now = timezone.now()
        self._shown = shown

    @cached_property
    def may_hold(self) -> bool:
        return queries.may_hold(self.user)

    @cached_property
    def participants(self) -> list[Participant]:
        return list(queries.list_participants(self.meeting))

    @cached_property
    def me(self) -> Participant | None:
        return next((each for each in self.participants if each.person_id == self.user.pk), None)

    @property
    def may_write(self) -> bool:
        """Say whether the reader writes into the minutes."""
        return self.meeting.is_prepared and (self.may_hold or self.me is not None)

    @property
    def may_tick(self) -> bool:
        """Say whether the reader notes what others have done."""
        return self.may_hold or self.me is not None

    @property
    def present(self) -> list[Participant]:
        return [each for each in self.participants if each.came_at]

    @property
    def absent(self) -> list[Participant]:
        return [each for each in self.participants if not each.came_at]

    @cached_property
    def _items(self) -> list[AgendaItem]:
        return list(queries.list_items(self.meeting, for_user=self.user))

    @cached_property
    def lines(self) -> list[Line]:
        opinions = queries.votes_on(self._items) if self.meeting.is_prepared else {}
        invited = {each.person_id for each in self.participants}
        begins_at, lines = self.meeting.starts_at, []
        for item in self._items:
            going_on = opinions.get(item.requirement_id, [])
            is_current = item.pk == self.meeting.current_id
            since = self.meeting.current_since if is_current else None
            lines.append(
                Line(
                    item=item,
                    begins_at=begins_at,
                    votes=_votes(item, going_on, invited),
                    spent_minutes=round(item.spent_until(self.now, since=since) / MINUTE),
                    is_current=is_current,
                )
            )
            begins_at += timedelta(minutes=item.minutes)
        return lines

    @property
    def ends_at(self) -> datetime:
        return self.meeting.starts_at + timedelta(minutes=self.minutes)

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self._items)

    @property
    def decided(self) -> int:
        return sum(each.is_decided for each in self._items)

    @property
    def took_minutes(self) -> int:
        """How long the meeting took, or has taken until now."""
        if self.meeting.started_at is None:
            return 0
        end = self.meeting.closed_at or self.now
        return round((end - self.meeting.started_at).total_seconds() / MINUTE)

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return list(queries.list_follow_ups(self.meeting, for_user=self.user))

    @cached_property
    def left(self) -> list[AgendaItem]:
        if self.meeting.is_prepared or not self.may_hold:
            return []
        seen = {each.pk for each in self._items}
        return [each for each in queries.left_over(self.meeting) if each.pk in seen]

    @cached_property
    def targets(self) -> list[Meeting]:
        """The meetings that could take over what this one left open."""
        return list(queries.list_choices(for_user=self.user)) if self.left else []

    @cached_property
    def waiting(self) -> list[Requirement]:
        """What waits for a decision and is not on this agenda, the most valuable first."""
        if not (self.may_hold and self.meeting.is_prepared):
            return []
        rows = list_undecided(for_user=self.user, today=timezone.localdate())
        known = [each.requirement_id for each in self._items]
        return list(rows.exclude(pk__in=known).order_by(*BY_VALUE)[:OFFERED])

    @property
    def today(self) -> date:
        return timezone.localdate()


def _votes(item: AgendaItem, going_on: list[Opinion], invited: set[int]) -> list[Vote]:
    """Give the votes as they are, or as they were kept when the meeting was done with it."""
    if item.outcome != Outcome.OPEN or not going_on:
        return [Vote(**each) for each in item.votes]
    return [
        Vote(
            person_id=each.reviewer_id,
            name=each.reviewer.name,
            verdict=each.verdict,
            comment=each.comment,
            given_at=each.given_at,
        )
        for each in going_on
        if each.reviewer_id in invited
    ]
