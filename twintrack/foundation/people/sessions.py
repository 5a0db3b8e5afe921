"""Sessions that know whose they are: a request reads its session and its person together."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from twintrack.foundation.memory.once import once, tell
from twintrack.foundation.people.models import Session, User

# Every request asks this: written by hand, and at once, it takes a third of the time.
WHOSE = """
    SELECT people_user.*, people_session.session_data FROM people_session
    JOIN people_user ON people_user.id = people_session.user_id
    WHERE people_session.session_key = %s AND people_session.expire_date > %s
"""


class SessionStore(db.SessionStore):
    """The sessions of `SESSION_ENGINE`, in the table of this app."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = cast(Session, super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        return session

    def load(self) -> dict[str, Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        user = next(iter(User.objects.raw(WHOSE, [self.session_key, now])), None)
        if user is None:
            # Nobody's, or over.
            nobodys: dict[str, Any] = super().load()
            return nobodys
        known: dict[str, Any] = self.decode(user.__dict__.pop("session_data"))
        tell(_question(user.pk), user)
        return known


class KnownBySession(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Sign-in as allauth has it; the person of a session was read with it."""

    def get_user(self, user_id: int) -> User | None:
        find = super().get_user
        user: User | None = once(_question(user_id), lambda: find(user_id))
        return user if user and self.user_can_authenticate(user) else None


def _question(user_id: int) -> tuple[str, int]:
    return ("person of the session", user_id)
