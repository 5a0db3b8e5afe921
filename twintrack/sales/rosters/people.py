"""Who may look after the customers of a file."""

from django.db.models import QuerySet

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import SALES, Role
from twintrack.foundation.people.models import User


def list_owners() -> QuerySet[User]:
    """List the people who may look after customers."""
    return list_people(roles=SALES | {Role.EXECUTIVE})
