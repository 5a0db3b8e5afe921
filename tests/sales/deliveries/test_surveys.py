"""The link by which a customer says how content they are goes to them by mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.answers import text_of
from tests.factories.deliveries import AT, make_delivery
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Consent, Contact
from twintrack.sales.customers.operations import ConsentWithdrawn
from twintrack.sales.deliveries import operations, rounds
from twintrack.sales.deliveries.mails import link_of, with_link
from twintrack.sales.deliveries.models import Survey, SurveySending
from twintrack.sales.deliveries.operations import AcceptanceDetails, MailImpossible, SurveyMail

pytestmark = pytest.mark.django_db
YU = "yu@ninghai.example"
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}


@pytest.fixture
def he() -> User:
    return make_user(Role.CSM, name="He")


@pytest.fixture
def survey(he: User) -> Survey:
    """Make the link after everything was accepted."""
    delivery = make_delivery(by=he)
    contact = Contact.objects.create(customer=delivery.customer, name="俞敏", email=YU)
    criteria = delivery.deliverables.get().criteria.all()
    details = AcceptanceDetails(
        accepted_on=date(2026, 11, 24),
        signed_by="Ms Yu",
        results={each.pk: ("passed", "") for each in criteria},
    )
    operations.accept(delivery=delivery, details=details, by=he, at=AT)
    return operations.ask_survey(delivery=delivery, contact=contact, by=he, at=datetime.now(UTC))


def send(survey: Survey, by: User, **over: str) -> SurveySending:
    fields = {"to": YU, "language": "en"} | over
    return operations.send_survey(
        survey=survey, mail=SurveyMail(**fields), by=by, at=datetime.now(UTC)
    )


def withdraw(survey: Survey, by: User) -> None:
    Consent.objects.create(
        contact=survey.contact,
        channel="email",
        state="withdrawn",
        on=date(2026, 11, 20),
        way="mail",
        noted_by=by,
        noted_at=AT,
    )


def test_the_link_goes_out_once_in_the_language_that_was_chosen(survey: Survey, he: User) -> None:
    sending = send(survey, he, language="zh-hans")
    entries = Entry.objects.count()
    later = datetime.now(UTC) + timedelta(minutes=1)

    rounds.send_due(later)
    rounds.send_due(later + timedelta(minutes=1))

    [sent] = mail.outbox
    assert sent.to == [YU]
    assert sent.reply_to == [he.email]
    assert f"/survey/{survey.key}/?lang=zh-hans" in sent.body
    assert "您" in sent.body
    assert sent.body.count(survey.key) == 1
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == ("done", 1)
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("pk").kind == "delivery.survey_mailed"


def test_own_words_are_kept_and_the_link_is_put_below_where_it_was_taken_out(
    survey: Survey, he: User
) -> None:
    link = link_of(survey, "en")
    send(survey, he, subject="Hello  there", message="One question.")
    rounds.send_due(datetime.now(UTC) + timedelta(minutes=1))

    [sent] = mail.outbox
    assert (sent.subject, sent.body) == ("Hello there", f"One question.\n\n{link}")
    assert with_link(f"See {link}", link) == f"See {link}"


def test_a_mail_that_does_not_leave_is_told_and_not_lost(
    survey: Survey, he: User, settings: object
) -> None:
    settings.EMAIL_BACKEND = "tests.nowhere.EmailBackend"  # type: ignore[attr-defined]
    sending = send(survey, he)

    with pytest.raises(ImportError):
        rounds.send_due(datetime.now(UTC) + timedelta(minutes=1))
    # The worker stopped in between: nobody knows whether it arrived.
    rounds.send_due(datetime.now(UTC) + timedelta(minutes=20))

    sending.refresh_from_db()
    assert sending.state == "failed"
    assert Entry.objects.latest("pk").kind == "delivery.survey_mail_failed"


def test_what_cannot_be_sent_is_refused(survey: Survey, he: User) -> None:
    for wrong in ({"to": "nobody"}, {"to": f"{YU}, x@y.example"}, {"language": "fr"}):
        with pytest.raises(MailImpossible):
            send(survey, he, **wrong)
    with pytest.raises(NotAllowed):
        send(survey, make_user(Role.ENGINEER))
    withdraw(survey, he)
    for ground in ("", "otherwise"):
        with pytest.raises(ConsentWithdrawn):
            send(survey, he, ground=ground)
    assert send(survey, he, ground="contract").ground == "contract"
    assert send(survey, he, to="x@y.example", ground="contract").ground == ""
    operations.withdraw_survey(survey=survey, by=he, at=datetime.now(UTC))
    with pytest.raises(operations.SurveyClosed):
        send(survey, he, ground="contract")


def test_the_page_proposes_the_words_and_logs_what_went_out(
    client: Client, survey: Survey, he: User
) -> None:
    client.force_login(he)
    home = f"/deliveries/{survey.delivery.number}/"
    url = f"{home}survey/{survey.pk}/mail/"
    form = {"language": "en", "to": YU, "subject": "One question", "message": "Hi"}

    chinese = text_of(client.get(f"{url}?language=zh-hans", **DIALOG))
    english = text_of(client.get(f"{url}?language=en", **DIALOG))
    done = client.post(url, form, **DIALOG)
    few = queries_of(lambda: client.get(home))
    send(survey, he)
    send(survey, he)
    page = text_of(client.get(home))

    assert "lang=zh-hans" in chinese
    assert "How satisfied are you with" in english
    assert f'value="{YU}"' in english
    assert done.headers["HX-Redirect"] == home
    assert page.count(YU) >= 3
    assert "On its way" in page
    assert queries_of(lambda: client.get(home)) == few
    withdraw(survey, he)
    asked = text_of(client.get(url, **DIALOG))
    refused = client.post(url, form, **DIALOG)
    assert "俞敏 withdrew the consent to e-mail" in asked
    assert f'value="{YU}"' not in asked
    assert refused.status_code == 422
    assert "HX-Redirect" in client.post(url, form | {"ground": "contract"}, **DIALOG).headers


def test_without_a_mail_server_the_link_is_copied(
    client: Client, survey: Survey, he: User, settings: object
) -> None:
    settings.EMAIL_HOST = ""  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    client.force_login(he)

    assert "/mail/" not in text_of(client.get(f"/deliveries/{survey.delivery.number}/"))
    with pytest.raises(operations.NoMailServer):
        send(survey, he)


def test_the_api_shows_the_words_sends_and_logs(survey: Survey) -> None:
    api, engineer = call_as(Role.SALES_MANAGER), call_as(Role.ENGINEER)
    home = f"/deliveries/{survey.delivery.number}/surveys"
    at = f"{home}/{survey.pk}"

    words = api.get(f"{at}/words?language=en").json()
    sent = api.post(f"{at}/mails", {"to": YU, "language": "en"})

    assert survey.key in words["message"]
    assert sent.status_code == 201
    assert sent.json()["message"] == words["message"]
    assert api.post(f"{at}/mails", {"to": "x", "language": "en"}).status_code == 422
    assert api.get(f"{at}/words?language=fr").status_code == 422
    assert engineer.post(f"{at}/mails", {"to": YU, "language": "en"}).status_code in {403, 404}
    [logged] = api.get(home).json()[0]["sendings"]
    assert (logged["to"], logged["state"]) == (YU, "waiting")
