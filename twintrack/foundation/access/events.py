"""What happens to people's accounts, roles, teams and keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class UserJoined(Event):
    """Somebody got an account."""

    kind: ClassVar[str] = "user.joined"
    user_id: int
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class PreferencesChanged(Event):
    """Somebody chose another language, look or time zone."""

    kind: ClassVar[str] = "user.preferences_changed"
    user_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """Somebody goes by another name or job title."""

    kind: ClassVar[str] = "user.profile_changed"
    user_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    """Somebody may see and do other things than before."""

    kind: ClassVar[str] = "user.roles_changed"
    user_id: int
    name: str
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class UserDeactivated(Event):
    """Somebody left; their work goes to a successor, if they had any."""

    kind: ClassVar[str] = "user.deactivated"
    user_id: int
    name: str
    successor_id: int | None


@dataclass(frozen=True, kw_only=True)
class UserReactivated(Event):
    """Somebody who had left is back."""

    kind: ClassVar[str] = "user.reactivated"
    user_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    """A new colleague was invited."""

    kind: ClassVar[str] = "invitation.sent"
    invitation_id: int
    name: str
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class InvitationResent(Event):
    """An invitation went out once more with a new link; the old one is void."""

    kind: ClassVar[str] = "invitation.resent"
    invitation_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """An invitation was withdrawn."""

    kind: ClassVar[str] = "invitation.revoked"
    invitation_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Event):
    """There is another team."""

    kind: ClassVar[str] = "team.added"
    team_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """A team goes by another name, or belongs to another track."""

    kind: ClassVar[str] = "team.changed"
    team_id: int
    came_from: str
    name: str
    track: str


@dataclass(frozen=True, kw_only=True)
class TeamJoined(Event):
    """Somebody belongs to a team, and sees what the team sees."""

    kind: ClassVar[str] = "team.joined"
    team_id: int
    team_name: str
    user_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TeamLeft(Event):
    """Somebody belongs to a team no longer."""

    kind: ClassVar[str] = "team.left"
    team_id: int
    team_name: str
    user_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """Somebody made a key to the API."""

    kind: ClassVar[str] = "api_token.made"
    token_id: int
    name: str
    scope: str
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A key to the API opens nothing any more."""

    kind: ClassVar[str] = "api_token.revoked"
    token_id: int
    name: str
