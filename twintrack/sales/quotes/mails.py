"""The mail that brings a quote: its first words, and the mail itself with the paper attached."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from twintrack.foundation.bilingual import in_language
from twintrack.foundation.documents.queries import get_letterhead
from twintrack.foundation.mailing.outgoing import host
from twintrack.sales.quotes.models import QuoteSending, QuoteVersion
from twintrack.sales.quotes.paper import draw, file_name
from twintrack.ui.templatetags.ui import day


def first_words(version: QuoteVersion) -> tuple[str, str]:
    """Propose subject and message in the language of the paper; people change them."""
    with translation.override(version.language):
        head = get_letterhead()
        subject = _("Our quotation %(name)s: %(title)s") % {
            "name": version.name,
            "title": version.quote.title,
        }
        message = _(
            "Dear customer,\n\nplease find attached our quotation %(name)s. "
            "It holds until %(until)s.\n\nKind regards\n%(who)s\n%(company)s"
        ) % {
            "name": version.name,
            "until": day(version.valid_until),
            "who": version.quote.owner.name,
            "company": in_language(head.name_zh, head.name_en),
        }
    return " ".join(subject.split()), message


def compose(sending: QuoteSending) -> EmailMessage:
    """Write the mail of a sending; answers go to whoever sent it."""
    version = sending.version
    subject, message = first_words(version)
    mail = EmailMessage(
        subject=sending.subject or subject,
        body=sending.message or message,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[each.strip() for each in sending.to.split(",")],
        reply_to=[sending.sent_by.email],
        # The same for every try: a mail server that sees it twice can tell.
        headers={"Message-ID": f"<quote-sending-{sending.pk}@{host()}>"},
    )
    [pdf] = draw(version)
    mail.attach(file_name(version), pdf, "application/pdf")
    return mail
