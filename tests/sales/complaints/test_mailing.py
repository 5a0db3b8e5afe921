"""Replies to complaints go to the customer by mail, and what became of each is told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.answers import text_of
from tests.factories.complaints import make_complaint
from tests.factories.mail_server import mail_server
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations
from twintrack.sales.complaints.models import Complaint, ReplySending, ReplyTemplate
from twintrack.sales.complaints.operations import ReplyMail
from twintrack.sales.complaints.watch import send_due
from twintrack.sales.customers.models import Consent, Contact
from twintrack.sales.customers.operations import ConsentWithdrawn

pytestmark = pytest.mark.django_db
YU, LI = "yu@ninghai.example", "li@ninghai.example"
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
MINUTE = timedelta(minutes=1)
MAIL = {"by_mail": "on", "to": YU, "cc": "", "language": "en", "subject": "About it"}


@pytest.fixture
def he() -> User:
    return make_user(Role.CSM, name="He")


@pytest.fixture
def complaint(he: User) -> Complaint:
    complaint = make_complaint(at=datetime.now(UTC) - MINUTE, severity="minor", owner=he)
    feedback = complaint.feedback
    feedback.contact = Contact.objects.create(customer=feedback.customer, name="俞敏", email=YU)
    feedback.save()
    Contact.objects.create(customer=feedback.customer, name="Li", email=LI)
    Contact.objects.create(customer=feedback.customer, name="Wu", email="")
    return complaint


def respond(complaint: Complaint, by: User, **over: str) -> Complaint:
    said = ReplyMail(**({"to": YU, "language": "en"} | over))
    return operations.respond(
        complaint=complaint, reply="We look.\nSoon more.", mail=said, by=by, at=datetime.now(UTC)
    )


def once_more(complaint: Complaint, by: User, again: ReplySending | None = None) -> ReplySending:
    said = ReplyMail(to=LI, language="en")
    at = datetime.now(UTC)
    return operations.mail_reply(complaint=complaint, mail=said, again=again, by=by, at=at)


def fail(sending: ReplySending) -> None:
    error = "SMTPRecipientsRefused: {'yu@ninghai.example': (550, b'No such user')}"
    at = datetime.now(UTC)
    operations.note_reply_mail_failed(sending=sending, error=error, by=sending.sent_by, at=at)


def withdraw(complaint: Complaint, by: User) -> None:
    contact, today = complaint.feedback.contact, date(2026, 11, 20)
    said = {"channel": "email", "state": "withdrawn", "on": today, "way": "mail"}
    at = datetime.now(UTC)
    Consent.objects.create(contact=contact, noted_by=by, noted_at=at, **said)


def url_of(complaint: Complaint, what: str) -> str:
    return f"/complaints/{complaint.feedback.number}/{what}/"


def test_the_worker_mails_the_reply_once_and_the_clock_stops_by_its_being_noted(
    complaint: Complaint, he: User
) -> None:
    respond(complaint, he, cc=f"{LI}； {LI}".replace("；", ";"))
    sending = ReplySending.objects.get()
    kinds = Entry.objects.order_by("-pk").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["complaint.answered", "complaint.reply_sent"]
    assert (sending.state, complaint.clocks.get(kind="response").state) == ("waiting", "met")

    later = datetime.now(UTC) + MINUTE
    send_due(later)
    send_due(later + MINUTE)

    [sent] = mail.outbox
    assert (sent.to, sent.cc, sent.reply_to) == ([YU], [LI], [he.email])
    assert sent.subject == f"Your complaint {complaint.feedback.number}: {complaint.feedback.title}"
    assert sent.body == "We look.\nSoon more."
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == ("done", 1)
    assert kinds[0] == "complaint.reply_mailed"


def test_what_fails_rings_and_goes_again_in_the_same_words(
    complaint: Complaint, he: User, settings: Any
) -> None:
    respond(complaint, he)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.answers["RCPT"] = "550 no such user"
        send_due(datetime.now(UTC) + MINUTE)
        failed = ReplySending.objects.get()
        drain()
        again = once_more(complaint, he, failed)
        server.answers.clear()
        send_due(datetime.now(UTC) + MINUTE)

    assert failed.state == "failed"
    assert failed.reason == "The mail server refuses this address (550 no such user)"
    assert complaint.clocks.get(kind="response").state == "met"
    [told] = Notification.objects.filter(told_by="complaints/mail_failed")
    assert (told.recipient, told.because) == (he, "complaints/sender")
    assert again.message == failed.message
    assert "We look." in server.mails[0]
    with pytest.raises(operations.NotFailed):
        once_more(complaint, he, failed)


def test_the_owner_is_told_of_a_mail_that_failed_when_its_sender_left(
    complaint: Complaint, he: User
) -> None:
    colleague = make_user(Role.CSM)
    respond(complaint, colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    fail(ReplySending.objects.get())
    drain()

    [told] = Notification.objects.filter(told_by="complaints/mail_failed")
    assert (told.recipient, told.because) == (he, "complaints/owner")


def test_what_cannot_be_mailed_is_refused_and_nothing_is_noted(
    complaint: Complaint, he: User, settings: Any
) -> None:
    wrong: list[tuple[dict[str, str], type[Exception]]] = [
        ({"to": "nobody"}, operations.ReplyUnmailable),
        ({"to": f"{YU}, {LI}"}, operations.ReplyUnmailable),
        ({"language": "fr"}, operations.ReplyUnmailable),
        ({"cc": f"{LI}, nobody"}, operations.CopiesUnmailable),
        (
            {"cc": ", ".join(f"a{n}@b.example" for n in range(10))},
            operations.CopiesUnmailable,
        ),
    ]
    for over, refusal in wrong:
        with pytest.raises(refusal):
            respond(complaint, he, **over)
    with pytest.raises(NotAllowed):
        respond(complaint, make_user(Role.ENGINEER))
    with pytest.raises(operations.ReplyMissing):
        once_more(complaint, he)
    withdraw(complaint, he)
    for ground in ("", "otherwise"):
        with pytest.raises(ConsentWithdrawn):
            respond(complaint, he, to=LI, cc=YU, ground=ground)
    settings.EMAIL_HOST = ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with pytest.raises(operations.NoMailsLeave):
        respond(complaint, he)
    complaint.refresh_from_db()
    assert (complaint.responded_at, ReplySending.objects.count()) == (None, 0)


def test_the_dialog_proposes_whom_to_write_to_in_which_words(
    client: Client, complaint: Complaint, he: User
) -> None:
    client.force_login(he)
    url, part = url_of(complaint, "response"), url_of(complaint, "mail/part")

    asked = text_of(client.get(url, **DIALOG))

    assert f'value="{YU}" selected' in asked
    assert f"Li &lt;{LI}&gt;" in asked
    assert f"Your complaint {complaint.feedback.number}" in asked
    assert "Send and note it" in asked
    chinese = text_of(client.get(part, MAIL | {"language": "zh-hans", "subject": ""}))
    assert "您反馈的问题" in chinese
    assert "About it" in text_of(client.get(part, MAIL | {"language": "zh-hans"}))
    assert 'name="to"' not in text_of(client.get(part, {"what": "response"}))
    # Put away and wanted after all: it is proposed as before.
    assert f'value="{YU}" selected' in text_of(client.get(part, {"by_mail": "on"}))
    template = ReplyTemplate.objects.filter(purpose="response").order_by("pk")[0]
    begun = {"template": f"{template.pk}-zh", "by_mail": "on", "to": LI, "language": "en"}
    filled = text_of(client.get(url_of(complaint, "reply"), begun))
    assert "您反馈的问题" in filled
    assert f'value="{LI}" selected' in filled
    wrong = client.post(url, MAIL | {"reply": "We look", "cc": "nobody"}, **DIALOG)
    assert (wrong.status_code, ReplySending.objects.count()) == (422, 0)
    assert "Write up to nine" in text_of(wrong)


def test_the_panel_logs_what_went_out_and_sends_again_what_failed(
    client: Client, complaint: Complaint, he: User
) -> None:
    client.force_login(he)
    panel = f"/feedback/{complaint.feedback.number}/complaint/"
    form = MAIL | {"reply": "We look", "cc": LI}

    assert client.post(url_of(complaint, "response"), form).status_code == 302
    few = queries_of(lambda: client.get(panel))
    page = text_of(client.get(panel))
    assert "On its way" in page
    assert f"Copies to {LI}" in page
    sending = ReplySending.objects.get()
    fail(sending)

    page = text_of(client.get(panel))
    assert "The mail server refuses this address (550 No such user)" in page
    again = f"{url_of(complaint, 'mail')}?again={sending.pk}"
    assert again in page
    assert "We look" in text_of(client.get(again, **DIALOG))
    assert client.post(again, MAIL | {"to": LI}).status_code == 302
    assert client.post(again, MAIL | {"to": LI}).status_code == 422
    assert again not in text_of(client.get(panel))
    assert ReplySending.objects.count() == 2
    assert queries_of(lambda: client.get(panel)) == few


def test_who_is_asked_to_confirm_may_be_asked_by_mail(
    client: Client, complaint: Complaint, he: User
) -> None:
    client.force_login(he)
    client.post(url_of(complaint, "resolution"), {"cause": "Worn", "number": ""})
    withdraw(complaint, he)
    url = url_of(complaint, "confirmation/request")

    asked = text_of(client.get(url, **DIALOG))
    # Who wants no mail is not proposed.
    assert 'type="checkbox" name="by_mail"' in asked
    assert 'name="to"' not in asked
    form = MAIL | {"reply": "Well?", "subject": ""}
    refused = client.post(url, form)
    assert "俞敏 withdrew the consent to e-mail" in text_of(refused)
    assert client.post(url, form | {"ground": "contract"}).status_code == 302

    sending = ReplySending.objects.get()
    assert (sending.purpose, sending.ground, sending.message) == (
        "confirmation",
        "contract",
        "Well?",
    )
    assert sending.subject.startswith("Is your complaint")
    complaint.refresh_from_db()
    assert complaint.asked_at


def test_without_a_mail_server_replies_are_only_noted_and_strangers_see_nothing(
    client: Client, complaint: Complaint, he: User, settings: Any
) -> None:
    for what in ("mail", "mail/part"):
        client.force_login(make_user(Role.ENGINEER))
        assert client.get(url_of(complaint, what)).status_code == 403
        client.force_login(make_user(Role.GUEST))
        assert client.get(url_of(complaint, what)).status_code in {403, 404}
    settings.EMAIL_HOST = ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    client.force_login(he)
    asked = text_of(client.get(url_of(complaint, "response"), **DIALOG))
    assert 'type="checkbox" name="by_mail"' not in asked
    assert client.post(url_of(complaint, "response"), {"reply": "We look"}).status_code == 302
    assert client.post(url_of(complaint, "mail"), MAIL).status_code == 422
    assert not ReplySending.objects.exists()


def test_the_api_mails_logs_and_sends_again(complaint: Complaint) -> None:
    api, engineer = call_as(Role.SALES_MANAGER), call_as(Role.ENGINEER)
    url = f"/complaints/{complaint.feedback.number}"
    body = {"to": YU, "language": "en", "cc": LI}

    answered = api.post(f"{url}/response", {"reply": "We look", "mail": body})
    assert answered.status_code == 200, answered.content
    fail(ReplySending.objects.get())
    [logged] = engineer.get(f"{url}/mails").json()
    assert (logged["to"], logged["cc"], logged["state"]) == (YU, LI, "failed")
    assert logged["reason"] == "The mail server refuses this address (550 No such user)"
    again = api.post(f"{url}/mails", body | {"again": logged["id"]})
    assert (again.status_code, again.json()["message"]) == (201, "We look")
    assert api.post(f"{url}/mails", body | {"again": logged["id"]}).status_code == 409
    assert api.post(f"{url}/mails", body | {"again": 999_999}).status_code == 422
    assert api.post(f"{url}/mails", body | {"to": "x"}).status_code == 422
    assert engineer.post(f"{url}/mails", body).status_code == 403
    assert call_as(Role.GUEST).get(f"{url}/mails").status_code == 404
    assert api.post(f"{url}/resolution", {"cause": "Worn"}).status_code == 200
    asked = api.post(f"{url}/confirmation-request", {"text": "Well?", "mail": body})
    assert asked.json()["asked_at"]
    assert {each["purpose"] for each in api.get(f"{url}/mails").json()} == {
        "response",
        "confirmation",
    }
