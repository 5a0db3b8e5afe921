"""Removes what nobody needs any more, and counts what there is."""

from datetime import datetime

from django.db import connection

from twintrack.foundation.api.models import KeptAnswer
from twintrack.foundation.api.replay import KEPT_FOR
from twintrack.foundation.people.models import Session


def remove_old_sessions(at: datetime) -> None:
    """Remove the sessions that have expired; the browser's cookie has too."""
    Session.objects.filter(expire_date__lt=at).delete()


def remove_kept_answers(at: datetime) -> None:
    """Remove answers that no caller can ask for a second time any more."""
    KeptAnswer.objects.filter(made_at__lt=at - KEPT_FOR).delete()


def count_rows(_at: datetime) -> None:
    """
    Let SQLite count what lies in its tables and indexes.

    It plans by these numbers, and without them walks the whole history of a product where an index
    of what is open would do. PostgreSQL counts by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
