"""Who there is."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.models import Invitation, Team, User


def is_founded() -> bool:
    """Say whether anybody has an account yet."""
    return User.objects.filter(is_service=False).exists()


def list_people(*, roles: Collection[Role] = ()) -> QuerySet[User]:
    """List the people who work here by name; with roles, those who have one of them."""
    people = User.objects.filter(is_active=True, is_service=False)
    if roles:
        people = people.filter(role_grants__role__in=roles).distinct()
    return people.order_by("name", "pk")


def first_administrator() -> User:
    """
    Find the administrator who was here first.

    :raises User.DoesNotExist: if there is none.
    """
    return User.objects.filter(role_grants__role=Role.ADMIN, is_active=True).earliest("pk")


def get_person(pk: int) -> User:
    """
    Find somebody who works here.

    :raises NotThere: if there is no such person, or they have left.
    """
    found = list_people().filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True, kw_only=True)
class Sought:
    """By what the list of people is narrowed."""

    text: str = ""
    role: str = ""
    team: Team | None = None
    is_active: bool = True


EVERYBODY = Sought()


def list_accounts(*, for_user: User, sought: Sought = EVERYBODY) -> QuerySet[User]:
    """List the accounts of people by name, with their roles and teams; also of those who left."""
    people = User.objects.filter(is_service=False, is_active=sought.is_active)
    if not may(for_user, Act.USE):
        people = people.filter(pk=for_user.pk)
    if sought.text:
        wanted = Q(name__icontains=sought.text) | Q(email__icontains=sought.text)
        people = people.filter(wanted | Q(title__icontains=sought.text))
    if sought.role:
        people = people.filter(role_grants__role=sought.role)
    if sought.team:
        people = people.filter(memberships__team=sought.team)
    return people.prefetch_related("role_grants", "teams").order_by("name", "pk")


def get_account(pk: int, *, for_user: User) -> User:
    """
    Find somebody's account, also of somebody who left.

    :raises NotThere: if there is none, or the person may not see it.
    """
    people = User.objects.filter(is_service=False, pk=pk)
    if not may(for_user, Act.USE):
        people = people.filter(pk=for_user.pk)
    found = people.prefetch_related("role_grants", "teams").first()
    if found is None:
        raise NotThere
    return found


def list_teams(*, for_user: User) -> QuerySet[Team]:
    """List the teams by name, with how many people belong to them."""
    teams = Team.objects.all() if may(for_user, Act.USE) else Team.objects.none()
    members = Count("memberships", filter=Q(memberships__user__is_active=True))
    return teams.annotate(members_count=members).order_by("name", "pk")


def get_team(pk: int, *, for_user: User) -> Team:
    """
    Find a team.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_teams(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_members(team: Team) -> QuerySet[User]:
    """List the people of a team by name."""
    members = User.objects.filter(memberships__team=team, is_active=True)
    return members.prefetch_related("role_grants").order_by("name", "pk")


def list_invitations(*, for_user: User) -> QuerySet[Invitation]:
    """
    List the invitations that were neither accepted nor withdrawn, the newest first.

    :raises NotAllowed: if the person does not manage people.
    """
    check_may(for_user, Act.MANAGE_PEOPLE)
    invitations: QuerySet[Invitation] = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    return invitations.select_related("invited_by").prefetch_related("teams").order_by("-pk")


def get_invitation(pk: int, *, for_user: User) -> Invitation:
    """
    Find an invitation that was neither accepted nor withdrawn.

    :raises NotAllowed: if the person does not manage people.
    :raises NotThere: if there is none.
    """
    found = list_invitations(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def find_invitation(token_hash: str) -> Invitation:
    """
    Find the invitation behind a link.

    :raises NotThere: if there is none, or the link was replaced.
    """
    found: Invitation | None = Invitation.objects.filter(token_hash=token_hash).first()
    if found is None:
        raise NotThere
    return found


def list_tokens(*, for_user: User) -> QuerySet[ApiToken]:
    """List a person's own tokens that were not revoked, the newest first."""
    return ApiToken.objects.filter(owner=for_user, revoked_at=None).order_by("-pk")


def get_token(pk: int, *, for_user: User) -> ApiToken:
    """
    Find a token.

    :raises NotThere: if there is none, or it is not the person's to see.
    """
    found: ApiToken | None = ApiToken.objects.visible_to(for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def find_token(token_hash: str) -> ApiToken | None:
    """Find the token of this hash, with its owner."""
    return ApiToken.objects.select_related("owner").filter(token_hash=token_hash).first()


def find_person(*, email: str) -> User:
    """
    Find who works here by their address.

    :raises NotThere: if nobody has it.
    """
    user = User.objects.filter(email__iexact=email, is_active=True, is_service=False).first()
    if user is None:
        raise NotThere
    return user
