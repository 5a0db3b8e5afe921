"""The people who work here, in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.queries import Sought
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import User
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="people", label=_("Colleagues"))
RoleName = Annotated[str, OneOf(Role)]


class TeamRefOut(Out):
    id: int
    name: str


class AccountOut(Out):
    id: int
    name: str
    title: str
    email: str
    is_active: bool
    roles: list[str]
    teams: list[TeamRefOut]
    joined_at: datetime
    last_login: datetime | None

    @staticmethod
    def resolve_roles(user: User) -> list[str]:
        return sorted(grant.role for grant in user.role_grants.all())


class RolesBody(Body):
    before: list[RoleName] = Field(description="The roles you saw")
    roles: list[RoleName]


class LeavingBody(Body):
    successor_id: Key | None = Field(default=None, description="Who takes over their work")


@router.get("/people", response=Page[AccountOut], summary=_("List the people who work here"))
def list_people(
    request: ApiRequest,
    *,
    q: str = "",
    role: RoleName | None = None,
    is_active: bool = True,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[User]:
    check_may(request.user, Act.USE)
    sought = Sought(text=q, role=role or "", is_active=is_active)
    people = queries.list_accounts(for_user=request.user, sought=sought)
    return key_page(people, order=("name", "pk"), after=after, size=limit)


@router.get("/people/{pk}", response=AccountOut, summary=_("Read who somebody is"))
def get_account(request: ApiRequest, pk: Key) -> User:
    return queries.get_account(pk, for_user=request.user)


@router.post(
    "/people/{pk}/roles",
    response=AccountOut,
    summary=_("Give somebody other roles"),
    needs=Scope.ADMIN,
)
def set_roles(request: ApiRequest, pk: Key, body: RolesBody) -> User:
    operations.set_roles(
        user=queries.get_account(pk, for_user=request.user),
        before=body.before,
        roles=body.roles,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_account(pk, for_user=request.user)


@router.post(
    "/people/{pk}/leaving",
    response=AccountOut,
    summary=_("Deactivate somebody's account and hand their work over"),
    needs=Scope.ADMIN,
)
def deactivate(request: ApiRequest, pk: Key, body: LeavingBody) -> User:
    person = queries.get_account(pk, for_user=request.user)
    with referring("successor_id"):
        successor = queries.get_person(body.successor_id) if body.successor_id else None
    operations.deactivate(user=person, successor=successor, by=request.user, at=timezone.now())
    return queries.get_account(pk, for_user=request.user)


@router.post(
    "/people/{pk}/return",
    response=AccountOut,
    summary=_("Reactivate somebody's account"),
    needs=Scope.ADMIN,
)
def reactivate(request: ApiRequest, pk: Key) -> User:
    person = queries.get_account(pk, for_user=request.user)
    operations.reactivate(user=person, by=request.user, at=timezone.now())
    return queries.get_account(pk, for_user=request.user)
