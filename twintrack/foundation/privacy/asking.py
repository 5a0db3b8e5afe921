"""What every erasure asks for first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.models import User


class NotConfirmed(Refusal):
    """The name was not typed as it is written."""

    message = _("Type the name exactly as it is written: this cannot be taken back.")
    status = 422


class PersonErased(Refusal):
    """Nothing is known of the person any more."""

    message = _("What was known of this person was erased.")


class SpellingUnknown(Refusal):
    """What is to be erased as well is no short form of the name."""

    message = _("Choose among the short forms of the name that are offered.")
    status = 422


def check_erasure(*, by: User, name: str, typed: str, reason: str) -> None:
    """
    Refuse an erasure that nobody may do, gives no reason, or was not meant.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if there is no reason.
    :raises NotConfirmed: if another name was typed.
    """
    check_may(by, Act.PROTECT_PERSONS)
    if not reason.strip():
        raise ReasonMissing
    if typed.strip() != name.strip():
        raise NotConfirmed
