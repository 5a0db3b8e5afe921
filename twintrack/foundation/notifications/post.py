"""
Hands mails over to the mail server, from the worker and never from a page.

A mail is claimed in a transaction of its own before it is handed over. If nobody can say any
more whether the server took it, it is not sent again: nobody is told twice.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction

from twintrack.foundation.notifications.mail import compose
from twintrack.foundation.notifications.models import Delivery, DeliveryState
from twintrack.foundation.people.models import MailWhen

logger = logging.getLogger(__name__)

MAX_TRIES = 7
# Growing pauses between the tries; the last one is half a day after the first.
PAUSES = (
    *(timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)),
    *(timedelta(hours=4), timedelta(hours=7)),
)
# A mail that was claimed so long ago was cut off with its worker.
LOST_AFTER = timedelta(minutes=10)
# A mail server that is away is not asked again for every mail that waits.
QUIET = timedelta(seconds=30)
TIMEOUT = 15
PERMANENT = 500


class ServerAway(Exception):
    """The mail server could not be reached: nothing was handed over."""


class MailLost(Exception):
    """The connection broke while a mail was handed over: it may or may not arrive."""


class Post:
    """One worker's way to the mail server."""

    def __init__(self) -> None:
        self._quiet_until: datetime | None = None

    def send_due(self, *, at: datetime) -> int:
        """Send the mails that are due; gives how many were tried."""
        if self._quiet_until and at < self._quiet_until:
            return 0
        _give_up_lost(at)
        tried = 0
        while deliveries := _claim(at):
            tried += 1
            try:
                _send(deliveries, at)
            except ServerAway as error:
                self._quiet_until = at + QUIET
                _try_later(deliveries, str(error), at)
                break
        return tried


def _give_up_lost(at: datetime) -> None:
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, tried_at__lt=at - LOST_AFTER)
    lost.update(state=DeliveryState.FAILED, error="Cut off while it was sent; not sent again.")


@transaction.atomic
def _claim(at: datetime) -> list[Delivery]:
    """Take the next mail for ourselves: one delivery, or all of a person's day."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=at)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(no_key=True, skip_locked=True)
    first = due.order_by("next_try_at", "pk").first()
    if first is None:
        return []
    deliveries = [first]
    if first.is_daily:
        deliveries = list(due.filter(recipient_id=first.recipient_id, is_daily=True).order_by("pk"))
    for delivery in deliveries:
        delivery.state, delivery.tried_at = DeliveryState.SENDING, at
        delivery.tries += 1
    Delivery.objects.bulk_update(deliveries, ["state", "tried_at", "tries"])
    found = Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).order_by("pk")
    return list(found.select_related("recipient", "notification__entry__actor"))


def _send(deliveries: Sequence[Delivery], at: datetime) -> None:
    recipient = deliveries[0].recipient
    is_wanted = recipient.is_active and recipient.mail_when != MailWhen.NEVER
    unread = [each for each in deliveries if is_wanted and each.notification.read_at is None]
    _settle([each for each in deliveries if each not in unread], DeliveryState.DROPPED)
    if not unread:
        return
    try:
        _hand_over(compose(recipient, unread))
    except ServerAway:
        raise
    except MailLost as error:
        _settle(unread, DeliveryState.FAILED, str(error))
    except Exception as error:
        # A mail that cannot be written must not stand in the way of the others.
        logger.exception("A mail to %s was not sent.", recipient.email)
        if _is_permanent(error):
            _settle(unread, DeliveryState.FAILED, _told(error))
        else:
            _try_later(unread, _told(error), at)
    else:
        _settle(unread, DeliveryState.SENT)


def _hand_over(message: EmailMultiAlternatives) -> None:
    server = get_connection(timeout=TIMEOUT)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ServerAway(_told(error)) from error
    try:
        server.send_messages([message])
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        raise MailLost(_told(error)) from error
    finally:
        server.close()


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= PERMANENT
    # What is neither the server's word nor the network's is wrong with the mail itself.
    return not isinstance(error, OSError)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _settle(deliveries: Sequence[Delivery], state: DeliveryState, error: str = "") -> None:
    rows = Delivery.objects.filter(pk__in=[each.pk for each in deliveries])
    rows.update(state=state, error=error)


def _try_later(deliveries: Sequence[Delivery], error: str, at: datetime) -> None:
    for delivery in deliveries:
        delivery.error = error
        if delivery.tries >= MAX_TRIES:
            delivery.state = DeliveryState.FAILED
        else:
            delivery.state = DeliveryState.WAITING
            delivery.next_try_at = at + PAUSES[delivery.tries - 1]
    Delivery.objects.bulk_update(deliveries, ["error", "state", "next_try_at"])
