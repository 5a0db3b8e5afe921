"""Which review meetings there are, as far as a person may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import visible_product_ids
from twintrack.rnd.backlog.lifecycle import REVIEWABLE
from twintrack.rnd.backlog.models import Opinion, Requirement
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.reviewing.lifecycle import LEFT_OVER, PREPARED, MeetingState, Outcome
from twintrack.rnd.reviewing.models import AgendaItem, FollowUp, Meeting, Participant


def list_meetings(*, for_user: User) -> QuerySet[Meeting]:
    """List the meetings that a person may see, in no order yet."""
    visible: QuerySet[Meeting] = Meeting.objects.visible_to(for_user)
    return visible.select_related("chair")


def list_ahead(*, for_user: User) -> QuerySet[Meeting]:
    """List what is planned or going on."""
    return list_meetings(for_user=for_user).filter(state__in=PREPARED)


def list_past(*, for_user: User) -> QuerySet[Meeting]:
    """List what is over or does not take place."""
    return list_meetings(for_user=for_user).exclude(state__in=PREPARED)


def list_mine(*, for_user: User) -> QuerySet[Meeting]:
    """List the meetings that a person is invited to."""
    mine = Participant.objects.filter(person=for_user)
    return list_meetings(for_user=for_user).filter(pk__in=mine.values("meeting_id"))


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much stands on an agenda: requirements, minutes, and how many are decided."""

    items: int = 0
    minutes: int = 0
    decided: int = 0


def extents_of(meetings: Iterable[Meeting], *, for_user: User) -> dict[int, Extent]:
    """Count what stands on the agendas of meetings, in one query."""
    seen = visible_product_ids(for_user)
    rows = AgendaItem.objects.filter(meeting__in=list(meetings), requirement__product_id__in=seen)
    counted = rows.values("meeting_id").annotate(
        items=Count("pk"),
        total=Sum("minutes"),
        decided=Count("pk", filter=Q(review__isnull=False, review__taken_back_at=None)),
    )
    return {
        each["meeting_id"]: Extent(
            items=each["items"], minutes=each["total"] or 0, decided=each["decided"]
        )
        for each in counted
    }


def people_of(meetings: Iterable[Meeting]) -> dict[int, list[User]]:
    """List who is invited to meetings, in one query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = Participant.objects.filter(meeting__in=list(meetings)).select_related("person")
    for each in rows.order_by("person__name", "pk"):
        found[each.meeting_id].append(each.person)
    return found


def get_meeting(number: str, *, for_user: User) -> Meeting:
    """
    Find a meeting by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    named = list_meetings(for_user=for_user).filter(number=number)
    found = named.select_related("chair", "created_by", "current").first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def find_meeting(pk: int) -> Meeting:
    """Find the meeting that an entry of the ledger speaks of."""
    found: Meeting = Meeting.objects.select_related("chair").get(pk=pk)
    return found


def list_items(meeting: Meeting, *, for_user: User) -> QuerySet[AgendaItem]:
    """List the agenda in its order, without what concerns products that a person may not see."""
    visible = meeting.items.filter(requirement__product_id__in=visible_product_ids(for_user))
    named = visible.select_related(
        "requirement__product", "requirement__owner", "presenter", "review__decided_by", "moved_to"
    )
    return named.order_by("position", "pk")


def get_item(meeting: Meeting, pk: int, *, for_user: User) -> AgendaItem:
    """
    Find what stands on the agenda of a meeting.

    :raises NotThere: if it does not stand there, or the person may not see it.
    """
    found = list_items(meeting, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_participants(meeting: Meeting) -> QuerySet[Participant]:
    """List who is invited, by name."""
    return meeting.participants.select_related("person").order_by("person__name", "pk")


def list_follow_ups(meeting: Meeting, *, for_user: User) -> QuerySet[FollowUp]:
    """List what is to be done after a meeting, in the order in which it was said."""
    seen = Q(item=None) | Q(item__requirement__product_id__in=visible_product_ids(for_user))
    named = meeting.follow_ups.filter(seen | Q(owner=for_user))
    return named.select_related("owner", "item__requirement").order_by("pk")


def get_follow_up(meeting: Meeting, pk: int, *, for_user: User) -> FollowUp:
    """
    Find what is to be done after a meeting.

    :raises NotThere: if the meeting left nothing of that id.
    """
    found = list_follow_ups(meeting, for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_open_follow_ups(user: User) -> QuerySet[FollowUp]:
    """List what a person still has to do after meetings, whoever asks."""
    rows = FollowUp.objects.filter(owner=user, done_at=None)
    return rows.exclude(meeting__state=MeetingState.CANCELLED).order_by("pk")


def list_chaired(user: User) -> QuerySet[Meeting]:
    """List the meetings ahead that a person is to chair, whoever asks."""
    rows: QuerySet[Meeting] = Meeting.objects.filter(chair=user, state__in=PREPARED)
    return rows.order_by("pk")


def list_choices(*, for_user: User) -> QuerySet[Meeting]:
    """List the meetings whose agenda can still take something, the next one first."""
    return list_ahead(for_user=for_user).order_by("starts_at", "pk")


def list_fit(*, for_user: User, ids: Collection[int]) -> QuerySet[Requirement]:
    """List those of some requirements that a review can decide on."""
    states = [state.value for state in REVIEWABLE]
    return list_requirements(for_user=for_user).filter(pk__in=list(ids), state__in=states)


def list_meetings_on(requirement: Requirement, *, for_user: User) -> list[AgendaItem]:
    """List the meetings that talk or talked about a requirement, the newest first."""
    if not has("requirement", requirement.pk, "meetings"):
        return []
    seen = list_meetings(for_user=for_user).values("pk")
    items = AgendaItem.objects.filter(requirement=requirement, meeting__in=seen)
    named = items.select_related("meeting__chair", "review__decided_by", "moved_to")
    return list(named.order_by("-meeting__starts_at", "-pk"))


def left_over(meeting: Meeting) -> list[AgendaItem]:
    """List what a meeting left open, is not on another agenda, and can still be decided."""
    items = meeting.items.filter(outcome__in=LEFT_OVER, moved_to=None)
    rows = items.select_related("requirement").order_by("position", "pk")
    return [each for each in rows if each.requirement.is_reviewable]


def votes_on(items: Collection[AgendaItem]) -> dict[int, list[Opinion]]:
    """
    Read how people vote on what is not settled yet, by requirement, in one query.

    A vote is an opinion of the review that is going on.
    """
    wanted = [each.requirement_id for each in items if each.outcome == Outcome.OPEN]
    found: dict[int, list[Opinion]] = defaultdict(list)
    if not wanted:
        return found
    rows = Opinion.objects.filter(
        request__requirement_id__in=wanted, request__closed_at=None
    ).select_related("reviewer", "request")
    for each in rows.order_by("reviewer__name", "pk"):
        found[each.request.requirement_id].append(each)
    return found


def may_hold(user: User) -> bool:
    """Say whether a person may call, run and close meetings."""
    return may(user, Act.HOLD_REVIEW_MEETINGS)
