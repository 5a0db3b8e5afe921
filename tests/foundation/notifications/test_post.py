"""Mail: at once, once a day or never; tried again, given up, and never sent twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from django.core import mail
from pytest_django.fixtures import Settings as SettingsWrapper

from tests.factories.mail_server import MailServer, mail_server
from tests.factories.notifications import tell
from tests.factories.people import make_user
from twintrack.foundation.notifications.models import Delivery, Notification
from twintrack.foundation.notifications.post import LOST_AFTER, MAX_TRIES, QUIET, Post
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def with_mail(settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    settings.BASE_URL = "https://twintrack.example.com"


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def person(when: str = "at_once", **over: object) -> User:
    return make_user(mail_when=when, **over)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_notification_goes_out_at_once_and_once() -> None:
    alice = person(email="alice@example.com")
    tell(alice, at=AT, wording="Sorry & <thanks>")
    post = Post()

    assert post.send_due(at=AT) == 1
    assert post.send_due(at=AT + timedelta(days=1)) == 0

    [message] = mail.outbox
    assert message.to == ["alice@example.com"]
    assert message.subject.startswith("R&D will not do REQ-")
    assert "Sorry" not in message.subject
    assert "Copy" not in message.body
    assert "Sorry & <thanks>" in message.body
    assert "https://twintrack.example.com/requirements/REQ-" in message.body
    assert "You own the customer" in message.body
    html = message.alternatives[0][0]
    assert "Sorry &amp; &lt;thanks&gt;" in html
    assert 'href="https://twintrack.example.com/requirements/REQ-' in html
    assert "<button" not in html
    assert "<svg" not in html
    assert states() == ["sent"]


def test_a_mail_speaks_its_readers_language() -> None:
    tell(person(language="zh-hans"), at=AT)

    Post().send_due(at=AT)

    assert "研发" in mail.outbox[0].subject
    assert "您" in mail.outbox[0].body


def test_the_day_is_told_in_one_mail_at_eight_in_the_readers_time_zone() -> None:
    alice = person("daily", time_zone="America/New_York")
    for _each in range(3):
        tell(alice, at=AT)
    tell(person("daily", time_zone="America/New_York"), at=AT)
    post = Post()

    assert post.send_due(at=AT.replace(hour=12, minute=59)) == 0
    assert post.send_due(at=AT.replace(hour=13, minute=0)) == 2

    assert mail.outbox[0].subject == "3 things wait for you"
    assert mail.outbox[0].body.count("https://twintrack.example.com/requirements/") == 3
    assert states() == ["sent"] * 4


def test_who_wants_no_mail_gets_none() -> None:
    tell(person("never"), at=AT)

    assert not Delivery.objects.exists()


def test_without_a_mail_server_nothing_is_queued(settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST = ""

    tell(person(), at=AT)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize("change", ["read", "left", "never"])
def test_what_is_no_longer_wanted_is_dropped(change: str) -> None:
    alice = person()
    tell(alice, at=AT)
    if change == "read":
        Notification.objects.update(read_at=AT)
    elif change == "left":
        User.objects.update(is_active=False)
    else:
        User.objects.update(mail_when="never")

    Post().send_due(at=AT)

    assert mail.outbox == []
    assert states() == ["dropped"]


def test_a_real_mail_server_takes_text_and_html_with_a_way_out(server: MailServer) -> None:
    tell(person(name="赵一帆", email="zhao@example.com"), at=AT)

    Post().send_due(at=AT)

    [raw] = server.mails
    message = message_from_string(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["To"] == "zhao@example.com"
    assert (
        message["List-Unsubscribe"].strip().startswith("<https://twintrack.example.com/mail/stop/")
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@twintrack.example.com>")
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("step", ["RCPT", "END"])
def test_what_the_server_refuses_for_good_is_given_up(server: MailServer, step: str) -> None:
    server.answers[step] = "550 no such person"
    tell(person(), at=AT)
    post = Post()

    post.send_due(at=AT)
    post.send_due(at=AT + timedelta(days=2))

    assert states() == ["failed"]
    assert "no such person" in Delivery.objects.get().error


@pytest.mark.parametrize("step", ["RCPT", "END"])
def test_what_the_server_refuses_for_now_is_tried_again(server: MailServer, step: str) -> None:
    server.answers[step] = "451 later"
    tell(person(), at=AT)
    post = Post()

    post.send_due(at=AT)
    assert states() == ["waiting"]
    assert post.send_due(at=AT + timedelta(seconds=59)) == 0
    server.answers.clear()
    post.send_due(at=AT + timedelta(minutes=1))

    assert states() == ["sent"]
    assert len(server.mails) == 1


def test_a_mail_that_the_server_may_have_taken_is_not_sent_again(server: MailServer) -> None:
    server.answers["END"] = "hang up"
    tell(person(), at=AT)
    post = Post()

    post.send_due(at=AT)
    server.answers.clear()
    post.send_due(at=AT + timedelta(days=2))

    assert states() == ["failed"]
    assert len(server.mails) == 1


def test_a_server_that_is_away_is_left_alone_for_a_while_and_then_given_up(
    settings: SettingsWrapper,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell(person(), at=AT)
    tell(person(), at=AT)
    post, now = Post(), AT

    assert post.send_due(at=now) == 1
    assert post.send_due(at=now + QUIET / 2) == 0
    for _each in range(2 * MAX_TRIES):
        now += timedelta(hours=12)
        post.send_due(at=now)

    assert states() == ["failed", "failed"]
    assert Delivery.objects.get(pk=Delivery.objects.earliest("pk").pk).tries == MAX_TRIES


def test_a_mail_that_was_cut_off_with_its_worker_is_not_sent_again() -> None:
    tell(person(), at=AT)
    Delivery.objects.update(state="sending", tried_at=AT)

    Post().send_due(at=AT + LOST_AFTER)
    assert states() == ["sending"]
    Post().send_due(at=AT + LOST_AFTER + timedelta(seconds=1))

    assert states() == ["failed"]
    assert mail.outbox == []


def test_a_mail_that_cannot_be_written_stops_no_other() -> None:
    broken = tell(person(), at=AT)
    tell(person(), at=AT)
    Notification.objects.filter(pk=broken.pk).update(told_by="nothing/nothing")

    Post().send_due(at=AT)

    assert states() == ["failed", "sent"]
