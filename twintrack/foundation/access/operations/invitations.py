"""Invite new colleagues, and let them in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.events import (
    InvitationResent,
    InvitationRevoked,
    InvitationSent,
    UserJoined,
)
from twintrack.foundation.access.models import RoleGrant
from twintrack.foundation.access.operations.accounts import AddressTaken
from twintrack.foundation.access.operations.roles import RoleMissing
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.secrets import hash_of, make_secret
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Invitation, Language, Team, TeamMembership, User

OPEN_FOR = timedelta(days=7)


class InvitationOver(Refusal):
    """The link was used, withdrawn, replaced, or is too old."""

    message = _("This invitation is no longer open. Ask whoever invited you for a new one.")
    status = 410


class InvitedAlready(Refusal):
    """An invitation to this address is open."""

    message = _("An invitation to this address is open. Send it again instead.")


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Who is invited, and what they get when they come."""

    email: str
    name: str
    roles: Collection[str]
    teams: Collection[Team] = field(default=())
    language: str = Language.CHINESE


@transaction.atomic
def invite(
    *, invited: Invited, by: User, at: datetime, caused_by: Entry | None = None
) -> tuple[Invitation, str]:
    """
    Invite a colleague for seven days; gives the invitation with its secret, which is not kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RoleMissing: if no role is chosen.
    :raises AddressTaken: if the address has an account.
    :raises InvitedAlready: if an invitation to the address is open.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    roles = sorted(Role(each) for each in invited.roles)
    if not roles:
        raise RoleMissing
    email = invited.email.lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    if Invitation.objects.open(at).filter(email__iexact=email).exists():
        raise InvitedAlready
    secret = make_secret()
    invitation: Invitation = Invitation.objects.create(
        email=email,
        name=invited.name,
        roles=roles,
        language=invited.language,
        token_hash=hash_of(secret),
        invited_by=by,
        invited_at=at,
        expires_at=at + OPEN_FOR,
    )
    invitation.teams.set(invited.teams)
    record(
        InvitationSent(invitation_id=invitation.pk, name=invitation.name, roles=list(roles)),
        about=invitation,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return invitation, secret


def _locked(invitation: Invitation) -> Invitation:
    found: Invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if found.accepted_at or found.revoked_at:
        raise InvitationOver
    return found


@transaction.atomic
def resend_invitation(
    *, invitation: Invitation, by: User, at: datetime, caused_by: Entry | None = None
) -> tuple[Invitation, str]:
    """
    Give an invitation a new link and seven more days; the old link is void.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises InvitationOver: if it was accepted or withdrawn.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    invitation = _locked(invitation)
    secret = make_secret()
    invitation.token_hash, invitation.expires_at = hash_of(secret), at + OPEN_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    event = InvitationResent(invitation_id=invitation.pk, name=invitation.name)
    record(event, about=invitation, by=by, at=at, caused_by=caused_by)
    return invitation, secret


@transaction.atomic
def revoke_invitation(
    *, invitation: Invitation, by: User, at: datetime, caused_by: Entry | None = None
) -> Invitation:
    """
    Withdraw an invitation.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises InvitationOver: if it was accepted or withdrawn.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    invitation = _locked(invitation)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    event = InvitationRevoked(invitation_id=invitation.pk, name=invitation.name)
    record(event, about=invitation, by=by, at=at, caused_by=caused_by)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, password: str, at: datetime) -> User:
    """
    Let in who was invited, with the roles and teams chosen for them: once.

    Nobody stands before this act but the one who holds the link.

    :raises InvitationOver: if the link was used, withdrawn, or is too old.
    :raises AddressTaken: if the address got an account in between.
    """
    invitation = _locked(invitation)
    if invitation.expires_at <= at:
        raise InvitationOver
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AddressTaken
    user = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language, joined_at=at
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in invitation.roles)
    TeamMembership.objects.bulk_create(
        TeamMembership(team=team, user=user) for team in invitation.teams.all()
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    event = UserJoined(user_id=user.pk, roles=list(invitation.roles))
    record(event, about=user, by=user, at=at, also=[invitation])
    return user
