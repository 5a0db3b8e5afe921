"""Run meetings, write their minutes, close them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Key, referring
from twintrack.rnd.backlog.models import Opinion
from twintrack.rnd.backlog.operations import Decision, View
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.api.naming import item_of, meeting_of, minutes_of, person_of
from twintrack.rnd.reviewing.api.router import ITEM, ONE, router
from twintrack.rnd.reviewing.api.shapes import (
    AgendaItemOut,
    CarryOverBody,
    FollowUpBody,
    FollowUpDoneBody,
    FollowUpOut,
    MeetingDecisionBody,
    MinutesBody,
    MinutesOut,
    PresenceBody,
    VoteBody,
    VoteOut,
)
from twintrack.rnd.reviewing.models import AgendaItem, FollowUp


@router.post(f"{ONE}/start", response=MinutesOut, summary=_("Start a meeting"))
def start_meeting(request: ApiRequest, number: str) -> dict[str, object]:
    operations.start(meeting=meeting_of(request, number), by=request.user, at=timezone.now())
    return minutes_of(request, number)


@router.post(f"{ITEM}/turn", response=AgendaItemOut, summary=_("Go on with an item"))
def turn_to(request: ApiRequest, number: str, pk: Key) -> AgendaItem:
    operations.turn_to(item=item_of(request, number, pk), by=request.user, at=timezone.now())
    return item_of(request, number, pk)


@router.post(
    ONE + "/participants/{pk}/presence",
    response=MinutesOut,
    summary=_("Note whether somebody came"),
)
def note_presence(
    request: ApiRequest, number: str, pk: Key, body: PresenceBody
) -> dict[str, object]:
    meeting = meeting_of(request, number)
    participant = queries.list_participants(meeting).filter(pk=pk).first()
    if participant is None:
        raise NotThere
    operations.note_presence(
        participant=participant, is_here=body.is_here, by=request.user, at=timezone.now()
    )
    return minutes_of(request, number)


@router.post(f"{ITEM}/vote", response=VoteOut, summary=_("Vote in a meeting"))
def vote(request: ApiRequest, number: str, pk: Key, body: VoteBody) -> dict[str, object]:
    opinion: Opinion = operations.vote(
        item=item_of(request, number, pk),
        view=View(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )
    return {
        "name": request.user.name,
        "verdict": opinion.verdict,
        "comment": opinion.comment,
    }


@router.post(f"{ITEM}/decision", response=AgendaItemOut, summary=_("Decide in a meeting"))
def decide_on(request: ApiRequest, number: str, pk: Key, body: MeetingDecisionBody) -> AgendaItem:
    operations.decide_on(
        item=item_of(request, number, pk),
        decision=Decision(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )
    return item_of(request, number, pk)


@router.post(
    f"{ITEM}/undecided", response=AgendaItemOut, summary=_("Note that nothing was decided")
)
def leave_undecided(request: ApiRequest, number: str, pk: Key) -> AgendaItem:
    operations.leave_undecided(
        item=item_of(request, number, pk), by=request.user, at=timezone.now()
    )
    return item_of(request, number, pk)


@router.post(f"{ITEM}/notes", response=AgendaItemOut, summary=_("Write the minutes of an item"))
def write_notes(request: ApiRequest, number: str, pk: Key, body: MinutesBody) -> AgendaItem:
    item = item_of(request, number, pk)
    operations.write_minutes(
        meeting=item.meeting,
        item=item,
        before=body.before,
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )
    return item_of(request, number, pk)


@router.post(f"{ONE}/summary", response=MinutesOut, summary=_("Write the minutes of the whole"))
def write_summary(request: ApiRequest, number: str, body: MinutesBody) -> dict[str, object]:
    operations.write_minutes(
        meeting=meeting_of(request, number),
        before=body.before,
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )
    return minutes_of(request, number)


@router.post(f"{ONE}/follow-ups", response={201: FollowUpOut}, summary=_("Note what is to be done"))
def add_follow_up(request: ApiRequest, number: str, body: FollowUpBody) -> FollowUp:
    return operations.add_follow_up(
        meeting=meeting_of(request, number),
        item=item_of(request, number, body.item) if body.item else None,
        text=body.text,
        owner=person_of("owner", body.owner),
        due_on=body.due_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    ONE + "/follow-ups/{pk}", response=FollowUpOut, summary=_("Note that something is done")
)
def tick_follow_up(request: ApiRequest, number: str, pk: Key, body: FollowUpDoneBody) -> FollowUp:
    return operations.tick_follow_up(
        follow_up=queries.get_follow_up(meeting_of(request, number), pk, for_user=request.user),
        is_done=body.is_done,
        by=request.user,
        at=timezone.now(),
    )


@router.post(f"{ONE}/close", response=MinutesOut, summary=_("Close a meeting"))
def close_meeting(request: ApiRequest, number: str) -> dict[str, object]:
    operations.close(meeting=meeting_of(request, number), by=request.user, at=timezone.now())
    return minutes_of(request, number)


@router.post(
    f"{ONE}/carried-over",
    response=MinutesOut,
    summary=_("Put what a meeting left open on the agenda of another one"),
)
def carry_over(request: ApiRequest, number: str, body: CarryOverBody) -> dict[str, object]:
    with referring("to"):
        to = meeting_of(request, body.to) if body.to else None
    target = operations.carry_over(
        meeting=meeting_of(request, number), to=to, by=request.user, at=timezone.now()
    )
    return minutes_of(request, target.number)
