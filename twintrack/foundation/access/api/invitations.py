"""Invitations in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.api.people import RoleName, TeamRefOut
from twintrack.foundation.access.mails import send_invitation
from twintrack.foundation.access.operations import Invited
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Email,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.models import Invitation, Language
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="invitations", label=_("Invitations"), needs=Scope.ADMIN)


class InvitationOut(Out):
    id: int
    name: str
    email: str
    roles: list[str]
    teams: list[TeamRefOut]
    language: str
    invited_by: PersonOut
    invited_at: datetime
    expires_at: datetime


class InvitationSentOut(InvitationOut):
    link: str = Field(description="Good for one use; shown this once")
    is_mailed: bool


class InvitationBody(Body):
    name: str = Field(min_length=1, max_length=80)
    email: Email
    roles: list[RoleName]
    team_ids: list[Key] = Field(default=[], max_length=50)
    language: Annotated[str, OneOf(Language)] = Language.CHINESE.value


@router.get("/invitations", response=Page[InvitationOut], summary=_("List open invitations"))
def list_invitations(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[Invitation]:
    invitations = queries.list_invitations(for_user=request.user)
    return key_page(invitations, order=("-pk",), after=after, size=limit)


@router.post("/invitations", response={201: InvitationSentOut}, summary=_("Invite a new colleague"))
def invite(request: ApiRequest, body: InvitationBody) -> InvitationSentOut:
    with referring("team_ids"):
        teams = [queries.get_team(pk, for_user=request.user) for pk in body.team_ids]
    invited = Invited(**body.model_dump(exclude={"team_ids"}), teams=teams)
    invitation, secret = operations.invite(invited=invited, by=request.user, at=timezone.now())
    return _sent(invitation, secret)


@router.post(
    "/invitations/{pk}/again", response=InvitationSentOut, summary=_("Send an invitation again")
)
def resend_invitation(request: ApiRequest, pk: Key) -> InvitationSentOut:
    invitation = queries.get_invitation(pk, for_user=request.user)
    invitation, secret = operations.resend_invitation(
        invitation=invitation, by=request.user, at=timezone.now()
    )
    return _sent(invitation, secret)


@router.post(
    "/invitations/{pk}/withdrawal",
    response=InvitationOut,
    summary=_("Withdraw an invitation"),
)
def revoke_invitation(request: ApiRequest, pk: Key) -> Invitation:
    invitation = queries.get_invitation(pk, for_user=request.user)
    return operations.revoke_invitation(invitation=invitation, by=request.user, at=timezone.now())


def _sent(invitation: Invitation, secret: str) -> InvitationSentOut:
    link = send_invitation(invitation, secret)
    shown = InvitationOut.from_orm(invitation)
    return InvitationSentOut(**shown.model_dump(), link=link.url, is_mailed=link.is_mailed)
