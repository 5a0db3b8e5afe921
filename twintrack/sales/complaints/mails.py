"""The mail that brings a reply to a complaint: its first subject line, and the mail itself."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from twintrack.foundation.mailing.outgoing import host
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import SUBJECT_LENGTH, ReplySending
from twintrack.sales.feedback.models import Feedback


def first_subject(feedback: Feedback, purpose: str, language: str) -> str:
    """Propose a subject line in a language; people change it."""
    named = {"number": feedback.number, "title": feedback.title}
    with translation.override(language):
        if purpose == Purpose.CONFIRMATION:
            said = _("Is your complaint %(number)s resolved? %(title)s") % named
        else:
            said = _("Your complaint %(number)s: %(title)s") % named
    return one_line(said)


def one_line(text: str) -> str:
    """Give a subject line without line breaks, not longer than is kept."""
    return " ".join(text.split())[:SUBJECT_LENGTH]


def list_addresses(text: str) -> list[str]:
    """List the addresses that a text has between commas, each once."""
    found = (each.strip() for each in text.replace(";", ",").replace("，", ",").split(","))
    return list(dict.fromkeys(each for each in found if each))


def compose(sending: ReplySending) -> EmailMessage:
    """Write the mail of a sending; answers go to whoever sent it."""
    return EmailMessage(
        subject=sending.subject,
        body=sending.message,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[sending.to],
        cc=list_addresses(sending.cc),
        reply_to=[sending.sent_by.email],
        # The same for every try: a mail server that sees it twice can tell.
        headers={"Message-ID": f"<reply-sending-{sending.pk}@{host()}>"},
    )
