"""Who there is."""

from collections.abc import Collection

from django.db.models import QuerySet

from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User


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
