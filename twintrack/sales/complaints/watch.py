"""The worker's rounds: what clocks have to tell is told once, mails with replies go out."""

from __future__ import annotations

import logging
from datetime import datetime

from twintrack.foundation.mailing.outgoing import Outgoing
from twintrack.foundation.people.automation import automation
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.mails import compose
from twintrack.sales.complaints.models import ReplySending

logger = logging.getLogger(__name__)


def watch(at: datetime) -> None:
    """Tell of what breaks soon and what broke; one complaint that fails keeps back no other."""
    by = automation()
    for complaint in queries.list_due(at):
        try:
            operations.raise_signals(complaint=complaint, by=by, at=at)
        except Exception:
            logger.exception("The clocks of complaint %s could not be told of", complaint.pk)


def send_due(at: datetime) -> None:
    """Hand the mails with replies over to the mail server."""
    Outgoing(
        model=ReplySending,
        related=("complaint", "sent_by"),
        compose=compose,
        note_mailed=operations.note_reply_mailed,
        note_failed=operations.note_reply_mail_failed,
    ).send_due(at)
