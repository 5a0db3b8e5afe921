"""Who is told of review meetings, and who takes over what a leaver had to do in them."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing import operations
from twintrack.rnd.reviewing.events import (
    FollowUpChanged,
    MeetingCalled,
    MeetingCancelled,
    MeetingChanged,
    MeetingClosed,
    MeetingPeopleChanged,
)
from twintrack.rnd.reviewing.models import FollowUp, Meeting
from twintrack.rnd.reviewing.operations.following import hand_follow_up
from twintrack.rnd.reviewing.queries import find_meeting, list_chaired, list_open_follow_ups

meetings = Subscriber("rnd.review_meetings")


@meetings.on(MeetingCalled)
def tell_invited(event: MeetingCalled, entry: Entry) -> None:
    """Tell who is invited when and where."""
    _tell(event.person_ids, event.meeting_id, entry, "invited")


@meetings.on(MeetingPeopleChanged)
def tell_added(event: MeetingPeopleChanged, entry: Entry) -> None:
    """Tell who is invited besides, and who need not come."""
    _tell(event.added_ids, event.meeting_id, entry, "invited")
    _tell(event.removed_ids, event.meeting_id, entry, "not_needed")


@meetings.on(MeetingChanged)
def tell_moved(event: MeetingChanged, entry: Entry) -> None:
    """Tell who is invited that the meeting is at another time or place."""
    if {"starts_at", "place", "link"} & set(event.fields):
        _tell(_invited(event.meeting_id), event.meeting_id, entry, "moved")


@meetings.on(MeetingCancelled)
def tell_cancelled(event: MeetingCancelled, entry: Entry) -> None:
    """Tell who is invited that the meeting does not take place."""
    _tell(_invited(event.meeting_id), event.meeting_id, entry, "cancelled")


@meetings.on(MeetingClosed)
def tell_minutes(event: MeetingClosed, entry: Entry) -> None:
    """Tell who is invited that the minutes stand."""
    _tell(_invited(event.meeting_id), event.meeting_id, entry, "minutes")


@meetings.on(FollowUpChanged)
def tell_follow_up(event: FollowUpChanged, entry: Entry) -> None:
    """Tell somebody what they are to do after a meeting."""
    if event.change in {"added", "handed"}:
        _tell([event.owner_id], event.meeting_id, entry, "follow_up", because="follow_up")


def _invited(meeting_id: int) -> list[int]:
    people = find_meeting(meeting_id).participants
    return list(people.order_by("person_id").values_list("person_id", flat=True))


def _tell(
    ids: Iterable[int], meeting_id: int, entry: Entry, told_by: str, *, because: str = "invited"
) -> None:
    meeting = find_meeting(meeting_id)
    for person in User.objects.filter(pk__in=list(ids)).exclude(pk=entry.actor_id):
        notify(
            recipient=person,
            entry=entry,
            told_by=f"reviewing/{told_by}",
            because=f"reviewing/{because}",
            about=meeting,
            at=entry.happened_at,
        )


leavers = Subscriber("rnd.review_meeting_leavers")


@leavers.on(UserDeactivated)
def hand_over_meetings(event: UserDeactivated, entry: Entry) -> None:
    """Hand over what a leaver was to chair, and what they had to do after meetings."""
    leaver = User.objects.get(pk=event.user_id)

    def chair(row: Meeting, to: User) -> None:
        operations.change(
            meeting=row,
            before={"chair": row.chair},
            to={"chair": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    def follow(row: FollowUp, to: User) -> None:
        hand_follow_up(follow_up=row, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry)

    pass_on(list_chaired(leaver), event=event, entry=entry, give=chair)
    pass_on(list_open_follow_ups(leaver), event=event, entry=entry, give=follow)
