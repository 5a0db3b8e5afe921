"""What happens to people's accounts."""

from dataclasses import dataclass
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
