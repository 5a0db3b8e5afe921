"""People: Alice works here, Bob works elsewhere in the company, Charlie is a stranger."""

from itertools import count

from django.contrib.auth.hashers import make_password

from twintrack.foundation.access.models import RoleGrant
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Team, TeamMembership, User

_numbers = count(1)
# Made once: its forty random signs took a fifth of making somebody.
NONE_USABLE = make_password(None)


def make_user(*roles: Role, **over: object) -> User:
    fields: dict[str, object] = {
        "email": f"person{next(_numbers)}@example.com",
        "name": "Alice",
        "language": "en",
        "password": NONE_USABLE,
    } | over
    user: User = User.objects.create(**fields)
    if roles:
        RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def make_team(*members: User, **over: object) -> Team:
    team = Team.objects.create(**({"name": f"Team {next(_numbers)}"} | over))
    for user in members:
        TeamMembership.objects.create(team=team, user=user)
    return team
