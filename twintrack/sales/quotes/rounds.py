"""The worker's rounds: quotes whose day is over expire, mails with papers go out."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.mailing.outgoing import Outgoing
from twintrack.foundation.people.automation import automation
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.mails import compose
from twintrack.sales.quotes.models import QuoteSending


def expire_due(at: datetime) -> None:
    """Let sent quotes expire whose last day is over."""
    by = automation()
    for version in queries.list_to_expire(on=timezone.localdate(at)):
        try:
            operations.expire(version=version, by=by, at=at)
        except Refusal:
            # Somebody noted an answer in between.
            continue


def send_due(at: datetime) -> None:
    """Hand the mails of quotes over to the mail server."""
    Outgoing(
        model=QuoteSending,
        related=("version__quote__customer", "sent_by"),
        compose=compose,
        note_mailed=operations.note_mailed,
        note_failed=operations.note_mail_failed,
    ).send_due(at)
