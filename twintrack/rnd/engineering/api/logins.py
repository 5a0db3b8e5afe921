"""What people are called at code hosts, in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Status
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, referring
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.models import HostCode, HostLogin


class HostLoginOut(Out):
    id: int
    person_id: int
    host: Annotated[str, OneOf(HostCode)]
    login: str


class HostLoginBody(Body):
    host: Annotated[str, OneOf(HostCode)]
    login: str = Field(min_length=1, max_length=120)
    person_id: Key | None = Field(default=None, description="Left out, it is you")


@router.get(
    "/host-logins", response=list[HostLoginOut], summary=_("List what you are called at hosts")
)
def list_logins(request: ApiRequest) -> list[HostLogin]:
    check_may(request.user, Act.USE)
    return list(queries.list_logins(request.user))


@router.post(
    "/host-logins",
    response={201: HostLoginOut},
    summary=_("Say what somebody is called at a code host"),
)
def add_login(request: ApiRequest, body: HostLoginBody) -> HostLogin:
    with referring("person_id"):
        person = request.user if body.person_id is None else get_person(body.person_id)
    return operations.add_login(
        person=person,
        host=HostCode(body.host),
        login=body.login,
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/host-logins/{int:pk}",
    response={204: None},
    summary=_("Take back what somebody is called at a code host"),
)
def remove_login(request: ApiRequest, pk: Key) -> Status[None]:
    login = queries.get_login(pk, for_user=request.user)
    operations.remove_login(login=login, by=request.user, at=timezone.now())
    return Status(204, None)
