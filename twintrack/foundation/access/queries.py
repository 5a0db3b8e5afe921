"""Who there is."""

from collections.abc import Collection

from django.db.models import QuerySet

from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Team, User


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


def get_team(pk: int) -> Team:
    """
    Find a team.

    :raises NotThere: if there is no such team.
    """
    found = Team.objects.filter(pk=pk).first()
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
