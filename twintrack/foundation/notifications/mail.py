"""Writes mails: the inbox's own words, in the reader's language, with links that lead back."""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from twintrack.foundation.notifications.models import Delivery, Notification
from twintrack.foundation.notifications.notices import render_notice
from twintrack.foundation.people.models import User

SALT = "twintrack.mail"
SUBJECT_LENGTH = 150


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing a mail tells; links have the full address, `title` and `more` are text."""

    html: SafeString
    title: str
    more: list[str]
    url: str
    reason: str


def compose(recipient: User, deliveries: Sequence[Delivery]) -> EmailMultiAlternatives:
    """Write one mail that tells these notifications to their recipient."""
    zone = zoneinfo.ZoneInfo(recipient.time_zone)
    with translation.override(recipient.language), timezone.override(zone):
        notices = [_notice(delivery.notification) for delivery in deliveries]
        shown = {
            "notices": notices,
            "recipient": recipient,
            "organisation": settings.TWINTRACK["organisation"],
            "language": "en" if recipient.language == "en" else "zh-Hans",
            "inbox_url": settings.BASE_URL + reverse("inbox"),
            "stop_url": stop_url(recipient),
        }
        message = EmailMultiAlternatives(
            subject=_subject(notices),
            body=render_to_string("notifications/mail/message.txt", shown),
            to=[recipient.email],
            headers=_headers(recipient, deliveries[0]),
        )
        message.attach_alternative(
            render_to_string("notifications/mail/message.html", shown), "text/html"
        )
    return message


def stop_url(recipient: User) -> str:
    """Give the address that ends a person's mails without signing in."""
    token = signing.dumps(recipient.pk, salt=SALT)
    return settings.BASE_URL + reverse("mail-stop", args=[token])


def recipient_of(token: str) -> int | None:
    """Read whose mails an address ends; nothing if it was not written here."""
    try:
        return int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _notice(told: Notification) -> Notice:
    rendered = render_notice(told)
    title, *more = rendered.words(settings.BASE_URL)
    return Notice(
        html=rendered.for_mail(settings.BASE_URL),
        title=title,
        more=more,
        url=settings.BASE_URL + rendered.path,
        reason=told.reason,
    )


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        # Names may come with line breaks through the API; headers are one line.
        return " ".join(notices[0].title.split())[:SUBJECT_LENGTH]
    text = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", len(notices))
    return text % {"n": len(notices)}


def _headers(recipient: User, first: Delivery) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return {
        # The same for every try: a mail server that sees it twice can tell.
        "Message-ID": f"<notification-{first.notification_id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop_url(recipient)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
