"""Teams in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access import operations, queries
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
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import Team, Track, User
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="teams", label=_("Teams"))


class TeamOut(Out):
    id: int
    name: str
    track: Annotated[str, OneOf(Track)]
    members_count: int


class TeamBody(Body):
    name: str = Field(min_length=1, max_length=80)
    track: Annotated[str, OneOf(Track)] = Track.BOTH.value


class TeamChangeBody(TeamBody):
    before: str = Field(description="The name you saw")


class MemberBody(Body):
    user_id: Key


@router.get("/teams", response=Page[TeamOut], summary=_("List the teams"))
def list_teams(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Team]:
    teams = queries.list_teams(for_user=request.user)
    return key_page(teams, order=("name", "pk"), after=after, size=limit)


@router.post("/teams", response={201: TeamOut}, summary=_("Make a team"), needs=Scope.ADMIN)
def add_team(request: ApiRequest, body: TeamBody) -> Team:
    team = operations.add_team(**body.model_dump(), by=request.user, at=timezone.now())
    return queries.get_team(team.pk, for_user=request.user)


@router.get("/teams/{pk}", response=TeamOut, summary=_("Read a team"))
def get_team(request: ApiRequest, pk: Key) -> Team:
    return queries.get_team(pk, for_user=request.user)


@router.patch("/teams/{pk}", response=TeamOut, summary=_("Rename a team"), needs=Scope.ADMIN)
def change_team(request: ApiRequest, pk: Key, body: TeamChangeBody) -> Team:
    operations.change_team(
        team=queries.get_team(pk, for_user=request.user),
        **body.model_dump(),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_team(pk, for_user=request.user)


@router.get("/teams/{pk}/members", response=Page[PersonOut], summary=_("List a team's people"))
def list_members(request: ApiRequest, pk: Key, after: str = "", limit: Limit = 50) -> KeyPage[User]:
    members = queries.list_members(queries.get_team(pk, for_user=request.user))
    return key_page(members, order=("name", "pk"), after=after, size=limit)


@router.post(
    "/teams/{pk}/members",
    response=TeamOut,
    summary=_("Let somebody belong to a team"),
    needs=Scope.ADMIN,
)
def join_team(request: ApiRequest, pk: Key, body: MemberBody) -> Team:
    team = queries.get_team(pk, for_user=request.user)
    with referring("user_id"):
        user = queries.get_person(body.user_id)
    operations.join_team(team=team, user=user, by=request.user, at=timezone.now())
    return queries.get_team(pk, for_user=request.user)


@router.delete(
    "/teams/{pk}/members/{user_id}",
    response=TeamOut,
    summary=_("Let somebody belong to a team no longer"),
    needs=Scope.ADMIN,
)
def leave_team(request: ApiRequest, pk: Key, user_id: Key) -> Team:
    team = queries.get_team(pk, for_user=request.user)
    user = queries.get_account(user_id, for_user=request.user)
    operations.leave_team(team=team, user=user, by=request.user, at=timezone.now())
    return queries.get_team(pk, for_user=request.user)
