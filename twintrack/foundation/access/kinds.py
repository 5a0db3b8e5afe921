"""Users, teams, invitations and tokens as kinds, so that the ledger can speak of them."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.people.models import Invitation, Team, User


def _people(objects: QuerySet[User], user: User) -> QuerySet[User]:
    return objects if may(user, Act.USE) else objects.filter(pk=user.pk)


def _teams(objects: QuerySet[Team], user: User) -> QuerySet[Team]:
    return objects if may(user, Act.USE) else objects.none()


def _invitations(objects: QuerySet[Invitation], user: User) -> QuerySet[Invitation]:
    return objects if may(user, Act.MANAGE_PEOPLE) else objects.none()


def register_kinds() -> None:
    """Register users, teams, invitations and tokens."""
    register(
        ObjectKind(
            code="user",
            prefix="",
            model="people.User",
            track="hub",
            icon="user",
            label=_("Person"),
            url=lambda user: reverse("person-detail", args=[user.pk]),
            title=lambda user: user.name,
            visible=_people,
        )
    )
    register(
        ObjectKind(
            code="team",
            prefix="",
            model="people.Team",
            track="hub",
            icon="users",
            label=_("Team"),
            url=lambda team: reverse("team-detail", args=[team.pk]),
            title=lambda team: team.name,
            visible=_teams,
        )
    )
    register(
        ObjectKind(
            code="invitation",
            prefix="",
            model="people.Invitation",
            track="hub",
            icon="mail",
            label=_("Invitation"),
            url=lambda _invitation: reverse("invitation-list"),
            title=lambda invitation: invitation.name,
            visible=_invitations,
        )
    )
    register(
        ObjectKind(
            code="api_token",
            prefix="",
            model="access.ApiToken",
            track="hub",
            icon="key",
            label=_("API token"),
            url=lambda _token: reverse("token-list"),
            title=lambda token: token.name,
            visible=lambda tokens, user: tokens.visible_to(user),
        )
    )
