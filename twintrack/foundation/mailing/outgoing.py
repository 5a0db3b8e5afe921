"""
How mails that stand in a table go out: claimed, handed over, tried again or given up.

A table of sendings is a `Sending`; what it stands for is the app's own.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction

from twintrack.foundation.people.automation import automation

logger = logging.getLogger(__name__)
MAX_TRIES = 6
# Between the tries: the last one is some hours after the first.
PAUSES = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=1), timedelta(hours=3)),
)
TIMEOUT = 15
# A mail that was claimed so long ago was cut off with its worker.
LOST_AFTER = timedelta(minutes=10)
CUT_OFF = "Cut off while it was sent; not sent again."


def can_mail() -> bool:
    """Say whether mails leave this house at all."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def host() -> str:
    """Give the host that mails come from, for the ids by which servers know them again."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """The sendings of one table: how each is written as a mail, and what is noted afterwards."""

    model: Any
    related: tuple[str, ...]
    compose: Callable[[Any], EmailMessage]
    note_mailed: Callable[..., object]
    note_failed: Callable[..., object]

    def send_due(self, at: datetime) -> None:
        """Hand over to the mail server what waits; each is claimed before."""
        self._give_up_lost(at)
        while (sending := self._claim(at)) is not None:
            try:
                self._hand_over(sending)
            except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
                # It may or may not have arrived: nobody is written to twice unasked.
                self._give_up(sending, f"{type(error).__name__}: {error}", at)
            except smtplib.SMTPRecipientsRefused as error:
                self._give_up(sending, f"{type(error).__name__}: {error}", at)
            except (OSError, smtplib.SMTPException) as error:
                self._try_later(sending, f"{type(error).__name__}: {error}", at)
            else:
                self.note_mailed(sending=sending, by=automation(), at=at)

    @transaction.atomic
    def _claim(self, at: datetime) -> Any:
        due = self.model.objects.filter(state="waiting", next_try_at__lte=at)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(no_key=True, skip_locked=True)
        sending = due.order_by("next_try_at", "pk").first()
        if sending is None:
            return None
        sending.state, sending.next_try_at = "sending", at
        sending.tries += 1
        sending.save(update_fields=["state", "next_try_at", "tries"])
        return self.model.objects.select_related(*self.related).get(pk=sending.pk)

    def _hand_over(self, sending: Any) -> None:
        server = get_connection(timeout=TIMEOUT)
        mail = self.compose(sending)
        mail.connection = server
        mail.send()

    def _give_up_lost(self, at: datetime) -> None:
        lost = self.model.objects.filter(state="sending", next_try_at__lt=at - LOST_AFTER)
        for sending in lost.select_related(*self.related):
            self._give_up(sending, CUT_OFF, at)

    def _give_up(self, sending: Any, error: str, at: datetime) -> None:
        logger.warning("A mail was not sent: %s", error)
        self.note_failed(sending=sending, error=error, by=automation(), at=at)

    def _try_later(self, sending: Any, error: str, at: datetime) -> None:
        if sending.tries >= MAX_TRIES:
            self._give_up(sending, error, at)
            return
        sending.state, sending.error = "waiting", error[:500]
        sending.next_try_at = at + PAUSES[sending.tries - 1]
        sending.save(update_fields=["state", "error", "next_try_at"])
