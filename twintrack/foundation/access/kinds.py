"""Users and teams as kinds of objects, so that the ledger can speak of them."""

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.people.models import Team, User


def _people_url(_user: object) -> str:
    try:
        return reverse("people-list")
    except NoReverseMatch:
        return "/"


def _people(objects: QuerySet[User], user: User) -> QuerySet[User]:
    return objects if may(user, Act.USE) else objects.filter(pk=user.pk)


def _teams(objects: QuerySet[Team], user: User) -> QuerySet[Team]:
    return objects if may(user, Act.USE) else objects.none()


def register_kinds() -> None:
    """Register users and teams."""
    register(
        ObjectKind(
            code="user",
            prefix="",
            model="people.User",
            track="hub",
            icon="user",
            label=_("Person"),
            url=_people_url,
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
            url=_people_url,
            title=lambda team: team.name,
            visible=_teams,
        )
    )
