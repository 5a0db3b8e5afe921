"""Call meetings and prepare their agendas."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Key,
    Limit,
    OneOf,
    Page,
    referring,
)
from twintrack.rnd.backlog.queries import get_requirements
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.api.naming import item_of, meeting_of, minutes_of, people_of, person_of
from twintrack.rnd.reviewing.api.router import ITEM, ONE, router
from twintrack.rnd.reviewing.api.shapes import (
    AgendaBody,
    AgendaItemBody,
    AgendaItemOut,
    AgendaPlaceBody,
    CancellationBody,
    MeetingBody,
    MeetingFactsBody,
    MeetingOut,
    MeetingPeopleBody,
    MinutesOut,
)
from twintrack.rnd.reviewing.lifecycle import MeetingState
from twintrack.rnd.reviewing.models import AgendaItem, Meeting
from twintrack.ui.paging import KeyPage, key_page


@router.get("/review-meetings", response=Page[MeetingOut], summary=_("List review meetings"))
def list_meetings(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(MeetingState)] | None = None,
    mine: bool = False,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Meeting]:
    listed = queries.list_mine if mine else queries.list_meetings
    rows = listed(for_user=request.user)
    rows = rows.filter(state=state) if state else rows
    return key_page(rows, order=("-starts_at", "-pk"), after=after, size=limit)


@router.post("/review-meetings", response={201: MinutesOut}, summary=_("Call a review meeting"))
def call_meeting(request: ApiRequest, body: MeetingBody) -> dict[str, object]:
    with referring("requirements"):
        requirements = get_requirements(body.requirements, for_user=request.user)
    meeting = operations.call(
        details=operations.Details(
            title=body.title,
            starts_at=body.starts_at,
            chair=person_of("chair", body.chair),
            place=body.place,
            link=body.link,
        ),
        people=people_of(body.people),
        requirements=requirements,
        by=request.user,
        at=timezone.now(),
    )
    return minutes_of(request, meeting.number)


@router.get(ONE, response=MinutesOut, summary=_("Read a meeting with its minutes"))
def get_minutes(request: ApiRequest, number: str) -> dict[str, object]:
    return minutes_of(request, number)


@router.post(f"{ONE}/facts", response=MinutesOut, summary=_("Say when and where a meeting is"))
def change_meeting(request: ApiRequest, number: str, body: MeetingFactsBody) -> dict[str, object]:
    meeting = meeting_of(request, number)
    wanted = body.model_dump(exclude={"before"}) | {"chair": person_of("chair", body.chair)}
    seen = body.before.model_dump(exclude_unset=True) if body.before else {}
    if seen.get("chair"):
        seen["chair"] = person_of("before", seen["chair"])
    operations.change(
        meeting=meeting,
        before={name: getattr(meeting, name) for name in wanted} | seen,
        to=wanted,
        by=request.user,
        at=timezone.now(),
    )
    return minutes_of(request, number)


@router.post(f"{ONE}/people", response=MinutesOut, summary=_("Say who is to come"))
def invite_people(request: ApiRequest, number: str, body: MeetingPeopleBody) -> dict[str, object]:
    operations.invite(
        meeting=meeting_of(request, number),
        people=people_of(body.people),
        by=request.user,
        at=timezone.now(),
    )
    return minutes_of(request, number)


@router.post(f"{ONE}/cancellation", response=MinutesOut, summary=_("Call a meeting off"))
def cancel_meeting(request: ApiRequest, number: str, body: CancellationBody) -> dict[str, object]:
    operations.cancel(
        meeting=meeting_of(request, number), reason=body.reason, by=request.user, at=timezone.now()
    )
    return minutes_of(request, number)


@router.post(f"{ONE}/items", response=MinutesOut, summary=_("Put requirements on the agenda"))
def put_on_agenda(request: ApiRequest, number: str, body: AgendaBody) -> dict[str, object]:
    with referring("requirements"):
        requirements = get_requirements(body.requirements, for_user=request.user)
    operations.put_on_agenda(
        meeting=meeting_of(request, number),
        requirements=requirements,
        by=request.user,
        at=timezone.now(),
    )
    return minutes_of(request, number)


@router.post(ITEM, response=AgendaItemOut, summary=_("Give an item its minutes and presenter"))
def change_item(request: ApiRequest, number: str, pk: Key, body: AgendaItemBody) -> AgendaItem:
    presenter = person_of("presenter", body.presenter) if body.presenter else None
    operations.change_item(
        item=item_of(request, number, pk),
        minutes=body.minutes,
        presenter=presenter,
        by=request.user,
        at=timezone.now(),
    )
    return item_of(request, number, pk)


@router.post(f"{ITEM}/place", response=AgendaItemOut, summary=_("Move an item on the agenda"))
def move_item(request: ApiRequest, number: str, pk: Key, body: AgendaPlaceBody) -> AgendaItem:
    operations.move_item(
        item=item_of(request, number, pk), steps=body.steps, by=request.user, at=timezone.now()
    )
    return item_of(request, number, pk)


@router.delete(ITEM, response={204: None}, summary=_("Take an item off the agenda"))
def take_off_agenda(request: ApiRequest, number: str, pk: Key) -> None:
    operations.take_off_agenda(
        item=item_of(request, number, pk), by=request.user, at=timezone.now()
    )
