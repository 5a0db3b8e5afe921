"""Who is meant by a name at a code host: the person with that login there, or with that mail."""

from __future__ import annotations

from twintrack.connectors.records import PersonRecord
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import HostLogin


class People:
    """The people who work here by their logins at a host and their mails; asked once."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._by_login: dict[str, User] | None = None
        self._by_mail: dict[str, User] = {}

    def find(self, told: PersonRecord) -> User | None:
        """Give the person, if anybody here is known as that."""
        if not (told.login or told.mail):
            return None
        if self._by_login is None:
            self._by_login = self._read()
        found = self._by_login.get(told.login.lower()) if told.login else None
        return found or self._by_mail.get(told.mail.lower() or told.login.lower())

    def _read(self) -> dict[str, User]:
        people = User.objects.filter(is_service=False).only("pk", "email", "name", "is_active")
        self._by_mail = {each.email.lower(): each for each in people}
        by_pk = {each.pk: each for each in self._by_mail.values()}
        logins = HostLogin.objects.order_by("pk")
        if self._host:
            logins = logins.filter(host=self._host)
        rows = logins.values_list("login", "person_id")
        return {login.lower(): by_pk[pk] for login, pk in rows if pk in by_pk}
