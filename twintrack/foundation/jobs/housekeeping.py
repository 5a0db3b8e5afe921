"""Removes what nobody needs any more."""

from datetime import datetime

from twintrack.foundation.api.models import KeptAnswer
from twintrack.foundation.api.replay import KEPT_FOR
from twintrack.foundation.people.models import Session


def remove_old_sessions(at: datetime) -> None:
    """Remove the sessions that have expired; the browser's cookie has too."""
    Session.objects.filter(expire_date__lt=at).delete()


def remove_kept_answers(at: datetime) -> None:
    """Remove answers that no caller can ask for a second time any more."""
    KeptAnswer.objects.filter(made_at__lt=at - KEPT_FOR).delete()
