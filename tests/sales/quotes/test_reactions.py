"""Who is told of quotes, what waits on Today, what expires and what is mailed by itself."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from smtplib import SMTPConnectError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests.factories.people import make_user
from tests.factories.quotes import make_quote, make_rule, make_sent
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import cards, operations, rounds
from twintrack.sales.quotes.models import QuoteSending, QuoteVersion
from twintrack.sales.quotes.operations import Way

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def told() -> list[tuple[str, int, bool]]:
    rows = Notification.objects.filter(told_by__startswith="quotes/").order_by("pk")
    return [(each.told_by, each.recipient_id, each.read_at is None) for each in rows]


def test_each_approver_is_asked_in_turn_and_the_owner_told(seller: User) -> None:
    make_rule()
    make_rule(role=Role.EXECUTIVE, step=2)
    manager, chief = make_user(Role.SALES_MANAGER), make_user(Role.EXECUTIVE)
    version = operations.submit(version=make_quote(by=seller, discount="12"), by=seller, at=AT)
    run_once(at=AT)
    assert told() == [("quotes/asked", manager.pk, True)]
    [card] = cards.to_approve(manager, AT + timedelta(days=3))
    assert (card.tone, version.name in card.title) == ("bad", True)
    assert not list(cards.to_approve(seller, AT))

    seen = version.revision
    operations.approve(version=version, seen=seen, by=manager, at=AT)
    run_once(at=AT)
    assert told()[-2:] == [
        ("quotes/asked", manager.pk, False),
        ("quotes/asked", chief.pk, True),
    ]
    operations.send_back(version=version, seen=seen, reason="less", by=chief, at=AT)
    run_once(at=AT)
    assert told()[-1] == ("quotes/sent_back", seller.pk, True)
    assert not any(unread for name, _who, unread in told() if name == "quotes/asked")


def test_quotes_expire_by_themselves_and_the_owner_is_told(seller: User) -> None:
    version = make_sent(by=seller)
    soon = AT + timedelta(days=25)
    [card] = cards.expiring(seller, soon)
    assert "1 quote expires" in card.title
    rounds.expire_due(AT + timedelta(days=30))
    assert QuoteVersion.objects.get().state == "sent"
    rounds.expire_due(AT + timedelta(days=31))
    rounds.expire_due(AT + timedelta(days=31))
    version.refresh_from_db()
    assert version.state == "expired"
    run_once(at=AT)
    assert told() == [("quotes/expired", seller.pk, True)]


class Broken(EmailBackend):
    """A mail server that answers as it is told to."""

    answers: list[Exception] = []

    def send_messages(self, messages: Any) -> int:
        if self.answers:
            raise self.answers.pop(0)
        return super().send_messages(messages)


def mailed(seller: User) -> QuoteSending:
    version = make_quote(by=seller, payment_terms="30 days")
    operations.submit(version=version, by=seller, at=AT)
    way = Way(way="mail", to="yu@example.com, buy@example.com", subject="Our offer", message="Hi")
    return operations.send(version=version, way=way, letterhead={}, by=seller, at=AT)


def test_a_mail_brings_the_paper_and_is_tried_again_while_the_server_is_away(
    seller: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.sales.quotes.test_reactions.Broken"
    Broken.answers[:] = [SMTPConnectError(421, "busy")]
    sending = mailed(seller)
    rounds.send_due(AT)
    sending.refresh_from_db()
    assert (sending.state, sending.tries, mail.outbox) == ("waiting", 1, [])
    rounds.send_due(AT + timedelta(minutes=2))
    rounds.send_due(AT + timedelta(minutes=9))
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Our offer", ["yu@example.com", "buy@example.com"])
    [(name, content, kind)] = sent.attachments
    assert (name, kind, content[:4]) == (
        f"{sending.version.name}.pdf",
        "application/pdf",
        b"%PDF",
    )
    assert sent.reply_to == [seller.email]
    sending.refresh_from_db()
    assert sending.state == "done"


def test_what_the_server_refuses_or_loses_is_told_and_not_sent_again(
    seller: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.sales.quotes.test_reactions.Broken"
    Broken.answers[:] = [SMTPRecipientsRefused({"yu@example.com": (550, b"unknown")})]
    mailed(seller)
    rounds.send_due(AT)
    lost = mailed(seller)
    QuoteSending.objects.filter(pk=lost.pk).update(state="sending", next_try_at=AT)
    rounds.send_due(AT + timedelta(hours=1))
    assert [each.state for each in QuoteSending.objects.order_by("pk")] == ["failed", "failed"]
    assert not mail.outbox
    run_once(at=AT)
    # Who pressed the button is told too: the mail failed later, by itself.
    assert told() == [("quotes/mail_failed", seller.pk, True)] * 2


def test_a_leaver_hands_open_quotes_over(seller: User) -> None:
    admin, next_one = make_user(Role.ADMIN), make_user(Role.SALESPERSON)
    version = make_quote(by=seller)
    access.deactivate(user=seller, successor=next_one, by=admin, at=AT)
    run_once(at=AT)
    version.quote.refresh_from_db()
    assert version.quote.owner == next_one


def test_a_margin_that_nobody_knows_is_asked_for(seller: User) -> None:
    make_rule(kind="margin_below", threshold=Decimal(1))
    version = make_quote(by=seller)
    line = operations.LineDetails(name="Freight", quantity=Decimal(1), list_price=Decimal(1))
    operations.add_line(version=version, details=line, by=seller, at=AT)
    version = operations.submit(version=version, by=seller, at=AT)
    assert version.approvals.get().reasons[0]["found"] is None
