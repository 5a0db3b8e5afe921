"""The worker's rounds: quotes whose day is over expire, mails with papers go out."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.automation import automation
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.mails import compose
from twintrack.sales.quotes.models import QuoteSending, SendingState

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
    """Hand the mails of quotes over to the mail server; each is claimed before."""
    _give_up_lost(at)
    while (sending := _claim(at)) is not None:
        try:
            _hand_over(sending)
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            # It may or may not have arrived: nobody is sent a quote twice unasked.
            _give_up(sending, f"{type(error).__name__}: {error}", at)
        except smtplib.SMTPRecipientsRefused as error:
            _give_up(sending, f"{type(error).__name__}: {error}", at)
        except (OSError, smtplib.SMTPException) as error:
            _try_later(sending, f"{type(error).__name__}: {error}", at)
        else:
            operations.note_mailed(sending=sending, by=automation(), at=at)


@transaction.atomic
def _claim(at: datetime) -> QuoteSending | None:
    due = QuoteSending.objects.filter(state=SendingState.WAITING, next_try_at__lte=at)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(no_key=True, skip_locked=True)
    sending = due.order_by("next_try_at", "pk").first()
    if sending is not None:
        sending.state, sending.next_try_at = SendingState.SENDING, at
        sending.tries += 1
        sending.save(update_fields=["state", "next_try_at", "tries"])
        return QuoteSending.objects.select_related("version__quote__customer", "sent_by").get(
            pk=sending.pk
        )
    return None


def _hand_over(sending: QuoteSending) -> None:
    server = get_connection(timeout=TIMEOUT)
    mail = compose(sending)
    mail.connection = server
    mail.send()


def _give_up_lost(at: datetime) -> None:
    lost = QuoteSending.objects.filter(
        state=SendingState.SENDING, next_try_at__lt=at - LOST_AFTER
    ).select_related("version")
    for sending in lost:
        _give_up(sending, CUT_OFF, at)


def _give_up(sending: QuoteSending, error: str, at: datetime) -> None:
    logger.warning("A quote was not mailed: %s", error)
    operations.note_mail_failed(sending=sending, error=error, by=automation(), at=at)


def _try_later(sending: QuoteSending, error: str, at: datetime) -> None:
    if sending.tries >= MAX_TRIES:
        _give_up(sending, error, at)
        return
    sending.state, sending.error = SendingState.WAITING, error[:500]
    sending.next_try_at = at + PAUSES[sending.tries - 1]
    sending.save(update_fields=["state", "error", "next_try_at"])
