"""A name with line breaks, as the API lets one through, adds no line to the head of a mail."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.safestring import SafeString

from tests.factories.people import make_user
from tests.factories.quotes import make_sent
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.mail import Notice, _subject
from twintrack.sales.quotes.mails import compose
from twintrack.sales.quotes.models import QuoteSending

pytestmark = pytest.mark.django_db
BROKEN = "Lines\r\nBcc: x@example.net"
TOLD = "Lines Bcc: x@example.net"


def test_of_a_quote() -> None:
    version = make_sent()
    version.quote.title = BROKEN
    sending = QuoteSending(version=version, to="yu@example.com", sent_by=version.quote.owner)

    sent = compose(sending)

    assert TOLD in sent.subject
    assert sent.message()["Bcc"] is None


def test_of_an_invitation(client: Client) -> None:
    client.force_login(make_user(Role.ADMIN, name=BROKEN))
    form = {"name": "Lin", "email": "lin@example.com", "roles": ["engineer"], "language": "en"}

    assert client.post("/invitations/new/", form).status_code == 200
    assert TOLD in mail.outbox[0].subject


def test_of_a_notification() -> None:
    notice = Notice(html=SafeString(""), title=BROKEN, more=[], url="", reason="")

    assert _subject([notice]) == TOLD
