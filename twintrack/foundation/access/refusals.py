"""Refusals: reasons why something is not done, told in the reader's language."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something a person asked for is not done; the message says why and what to do."""

    message: str | Promise = _("This cannot be done.")
    status = 409

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))

    @property
    def code(self) -> str:
        """The reason as machines read it, such as `not-allowed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class NotAllowed(Refusal):
    """The person's roles do not allow this."""

    message = _("Your roles do not allow this. Ask an administrator if you need it.")
    status = 403


class NotThere(Refusal):
    """No such object, or none that this person may see."""

    message = _("This does not exist, or you may not see it.")
    status = 404


class StateNotReachable(Refusal):
    """The state asked for does not follow the present one."""

    message = _("This step does not follow the present one. Somebody may have moved it already.")


class ReasonMissing(Refusal):
    """Something that others will ask about is done without a reason; the message says what."""

    message = _("Say why, in a few words.")
    status = 422


class StaleEdit(Refusal):
    """Somebody else changed the same field in between."""

    message = _("Somebody changed this in the meantime. Look at both versions and choose.")
    status = 409

    def __init__(self, *, field: str, current: object, attempted: object) -> None:
        super().__init__()
        self.field = field
        self.current = current
        self.attempted = attempted
