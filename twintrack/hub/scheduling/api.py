"""Calendars and leave in the REST API."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person, get_team
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling import operations, queries
from twintrack.hub.scheduling.lifecycle import LeaveKind
from twintrack.hub.scheduling.models import Leave, SpecialDay, WorkCalendar
from twintrack.hub.scheduling.operations import CalendarFacts, LeaveDetails
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="scheduling", label=_("Calendars and leave"))


class LeaveOut(Out):
    id: int
    person: PersonOut
    kind: Annotated[str, OneOf(LeaveKind)] | None = Field(
        description="Null unless it is yours or you keep calendars"
    )
    note: str | None
    start_on: date
    end_on: date
    starts_at_noon: bool
    ends_at_noon: bool

    @staticmethod
    def resolve_kind(leave: Leave, context: dict[str, Any]) -> str | None:
        return leave.kind if leave.tells_kind_to(context["request"].user) else None

    @staticmethod
    def resolve_note(leave: Leave, context: dict[str, Any]) -> str | None:
        return leave.note if leave.tells_kind_to(context["request"].user) else None


class LeaveBody(Body):
    person: Key | None = Field(default=None, description="Yourself without it")
    kind: Annotated[str, OneOf(LeaveKind)]
    start_on: date
    end_on: date
    starts_at_noon: bool = False
    ends_at_noon: bool = False
    note: str = Field(default="", max_length=200)


class LeaveChangeBody(Body):
    never_null = frozenset({"kind", "start_on", "end_on", "starts_at_noon", "ends_at_noon", "note"})

    kind: Annotated[str, OneOf(LeaveKind)] | None = None
    start_on: date | None = None
    end_on: date | None = None
    starts_at_noon: bool | None = None
    ends_at_noon: bool | None = None
    note: str | None = Field(default=None, max_length=200)


class LeaveEditBody(LeaveChangeBody):
    before: LeaveChangeBody = Field(description="What you saw of the fields you change")


class CalendarOut(Out):
    weekdays: str = Field(description="0 is Monday")
    hours: Decimal
    keeps_holidays: bool


class CalendarBody(Body):
    weekdays: str = Field(pattern=r"^0?1?2?3?4?5?6?$", description="0 is Monday, such as `01234`")
    hours: Decimal = Field(ge=Decimal("0.5"), le=24, max_digits=3, decimal_places=1)
    keeps_holidays: bool = True


class SpecialDayOut(Out):
    id: int
    day: date
    name: str
    is_working: bool


class SpecialDayBody(Body):
    day: date
    name: str = Field(min_length=1, max_length=80)
    is_working: bool = False


class ShareOut(Out):
    person: PersonOut
    percent: int


class ShareBody(Body):
    person: Key
    percent: int = Field(ge=0, le=100)


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


@router.get("/leaves", response=Page[LeaveOut], summary=_("List leave"))
def list_leaves(
    request: ApiRequest,
    person: Key | None = None,
    since: date | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Leave]:
    found = queries.list_leaves(
        for_user=request.user,
        person=get_person(person) if person is not None else None,
        since=since,
    )
    return key_page(found, order=("-start_on", "-pk"), after=after, size=limit)


@router.post("/leaves", response={201: LeaveOut}, summary=_("Enter leave"))
def enter_leave(request: ApiRequest, body: LeaveBody) -> Leave:
    person: User = request.user
    if body.person is not None:
        with referring("person"):
            person = get_person(body.person)
    details = LeaveDetails(person=person, **body.model_dump(exclude={"person"}))
    return operations.enter_leave(details=details, **_who(request))


@router.get("/leaves/{pk}", response=LeaveOut, summary=_("Read leave"))
def get_leave(request: ApiRequest, pk: Key) -> Leave:
    return queries.get_leave(pk, for_user=request.user)


@router.patch("/leaves/{pk}", response=LeaveOut, summary=_("Change leave"))
def change_leave(request: ApiRequest, pk: Key, body: LeaveEditBody) -> Leave:
    return operations.change_leave(
        leave=queries.get_leave(pk, for_user=request.user),
        before=body.before.model_dump(exclude_unset=True),
        values=body.model_dump(exclude_unset=True, exclude={"before"}),
        **_who(request),
    )


@router.post("/leaves/{pk}/withdrawal", response=LeaveOut, summary=_("Withdraw leave"))
def withdraw_leave(request: ApiRequest, pk: Key) -> Leave:
    leave = queries.get_leave(pk, for_user=request.user)
    return operations.withdraw_leave(leave=leave, **_who(request))


@router.post(
    "/leaves/{pk}/restoration", response=LeaveOut, summary=_("Let withdrawn leave hold again")
)
def restore_leave(request: ApiRequest, pk: Key) -> Leave:
    leave = queries.get_leave(pk, for_user=request.user)
    return operations.restore_leave(leave=leave, **_who(request))


@router.get("/teams/{pk}/calendar", response=CalendarOut, summary=_("Read when a team works"))
def get_team_calendar(request: ApiRequest, pk: Key) -> WorkCalendar:
    return queries.team_calendar(get_team(pk, for_user=request.user))


@router.post("/teams/{pk}/calendar", response=CalendarOut, summary=_("Set when a team works"))
def set_team_calendar(request: ApiRequest, pk: Key, body: CalendarBody) -> WorkCalendar:
    team = get_team(pk, for_user=request.user)
    facts = CalendarFacts(**body.model_dump())
    return operations.set_team_calendar(team=team, facts=facts, **_who(request))


@router.post("/people/{pk}/calendar", response=CalendarOut, summary=_("Set when a person works"))
def set_person_calendar(request: ApiRequest, pk: Key, body: CalendarBody) -> WorkCalendar:
    facts = CalendarFacts(**body.model_dump())
    return operations.set_person_calendar(person=get_person(pk), facts=facts, **_who(request))


@router.delete(
    "/people/{pk}/calendar",
    response=PersonOut,
    summary=_("Let a person work as their teams do again"),
)
def drop_person_calendar(request: ApiRequest, pk: Key) -> User:
    return operations.drop_person_calendar(person=get_person(pk), **_who(request))


@router.get(
    "/teams/{pk}/special-days",
    response=Page[SpecialDayOut],
    summary=_("List the days of a team's own"),
)
def list_special_days(
    request: ApiRequest, pk: Key, after: str = "", limit: Limit = 50
) -> KeyPage[SpecialDay]:
    found = queries.list_special_days(get_team(pk, for_user=request.user))
    return key_page(found, order=("-day", "-pk"), after=after, size=limit)


@router.post(
    "/teams/{pk}/special-days",
    response={201: SpecialDayOut},
    summary=_("Let a team be free or work on a day"),
)
def set_special_day(request: ApiRequest, pk: Key, body: SpecialDayBody) -> SpecialDay:
    team = get_team(pk, for_user=request.user)
    return operations.set_special_day(team=team, **body.model_dump(), **_who(request))


@router.delete(
    "/special-days/{pk}",
    response={204: None},
    summary=_("Let a day be as the calendar says again"),
)
def drop_special_day(request: ApiRequest, pk: Key) -> None:
    operations.drop_special_day(special=queries.get_special_day(pk), **_who(request))


@router.get(
    "/teams/{pk}/shares",
    response=list[ShareOut],
    summary=_("List how much of their time people have for a team"),
)
def list_shares(request: ApiRequest, pk: Key) -> list[dict[str, Any]]:
    return queries.list_shares(get_team(pk, for_user=request.user))


@router.post(
    "/teams/{pk}/shares",
    response=list[ShareOut],
    summary=_("Set how much of their time a person has for a team"),
)
def set_share(request: ApiRequest, pk: Key, body: ShareBody) -> list[dict[str, Any]]:
    team = get_team(pk, for_user=request.user)
    with referring("person"):
        person = get_person(body.person)
    operations.set_time_share(team=team, person=person, percent=body.percent, **_who(request))
    return queries.list_shares(team)
