"""The mail that brings the link of a survey: its first words, and the mail itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from twintrack.foundation.bilingual import in_language
from twintrack.foundation.documents.queries import get_letterhead
from twintrack.foundation.mailing.outgoing import host
from twintrack.sales.deliveries.models import Survey, SurveySending
from twintrack.ui.templatetags.ui import day


@dataclass(frozen=True)
class Words:
    """What a mail says."""

    subject: str
    message: str


def link_of(survey: Survey, language: str) -> str:
    """Give the address under which the customer answers, in a language."""
    path = reverse("delivery-survey", args=[survey.key])
    return f"{settings.BASE_URL}{path}?lang={language}"


def first_words(survey: Survey, language: str) -> Words:
    """Propose subject and message in a language; people change them."""
    delivery = survey.delivery
    with translation.override(language):
        head = get_letterhead()
        company = in_language(head.name_zh, head.name_en)
        subject = _("How satisfied are you with %(name)s?") % {"name": delivery.name}
        message = _(
            "Dear customer,\n\nyou have accepted “%(name)s”. How satisfied are you with it? "
            "One question, one minute, until %(until)s:\n%(link)s\n\nKind regards\n%(who)s\n"
            "%(company)s"
        ) % {
            "name": delivery.name,
            "until": day(survey.closes_on),
            "link": link_of(survey, language),
            "who": delivery.owner.name,
            "company": company,
        }
    return Words(" ".join(subject.split())[:150], message.strip())


def with_link(message: str, link: str) -> str:
    """Give the words of a mail with the link below, where somebody took it out of them."""
    return message if link in message else f"{message}\n\n{link}".strip()


def compose(sending: SurveySending) -> EmailMessage:
    """Write the mail of a sending; answers go to whoever sent it."""
    return EmailMessage(
        subject=sending.subject,
        body=with_link(sending.message, link_of(sending.survey, sending.language)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[sending.to],
        reply_to=[sending.sent_by.email],
        # The same for every try: a mail server that sees it twice can tell.
        headers={"Message-ID": f"<survey-sending-{sending.pk}@{host()}>"},
    )
