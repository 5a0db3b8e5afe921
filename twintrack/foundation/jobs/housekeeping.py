"""Removes what nobody needs any more."""

from datetime import datetime

from django.contrib.sessions.models import Session


def remove_old_sessions(at: datetime) -> None:
    """Remove the sessions that have expired; the browser's cookie has too."""
    Session.objects.filter(expire_date__lt=at).delete()
