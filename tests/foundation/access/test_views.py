"""The pages before anybody is in."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings as SettingsWrapper

from tests.factories.people import make_user
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
FOUNDER = {
    "name": "Lin",
    "email": "lin@example.com",
    "password": "a long sentence",
    "language": "en",
}


def test_the_first_visitor_is_led_to_the_first_run_and_then_in(client: Client) -> None:
    assert client.get("/ui/").headers["Location"] == "/first-run/"

    client.post("/first-run/", FOUNDER)

    assert client.get("/ui/").status_code == 200


def test_a_weak_password_is_refused_and_what_was_typed_stays(client: Client) -> None:
    page = client.post("/first-run/", FOUNDER | {"password": "short"})

    assert page.status_code == 422
    assert "lin@example.com" in page.content.decode()
    assert not User.objects.exists()


def test_the_first_run_is_closed_once_somebody_is_in(client: Client) -> None:
    make_user()

    assert client.get("/first-run/").status_code == 302
    client.post("/first-run/", FOUNDER)
    assert User.objects.count() == 1


def test_signing_in_needs_the_right_password(client: Client) -> None:
    user = make_user(email="lin@example.com")
    user.set_password("a long sentence")
    user.save()

    wrong = client.post("/account/login/", {"login": "lin@example.com", "password": "no"})
    right = client.post(
        "/account/login/", {"login": "lin@example.com", "password": "a long sentence"}
    )

    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.get("/ui/").status_code == 200


def test_strangers_cannot_sign_up(client: Client) -> None:
    make_user()

    page = client.post(
        "/account/signup/",
        {"email": "x@example.com", "password1": "a long sentence", "password2": "a long sentence"},
    )

    assert User.objects.count() == 1
    assert page.status_code == 404


def test_a_forgotten_password_is_reset_by_mail(client: Client) -> None:
    user = make_user(email="lin@example.com")
    user.set_password("a long sentence")
    user.save()

    client.post("/account/password/reset/", {"email": "lin@example.com"})

    assert mail.outbox[0].to == ["lin@example.com"]
    assert "/account/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("language", "address", "subject", "words"),
    [
        ("en", "lin@example.com", "Set a new password for Twintrack", "Hello Lin,"),
        ("zh-hans", "lin@example.com", "重设 Twintrack 密码", "Lin，您好"),
        ("en", "x@example.com", "There is no Twintrack account", "ask your administrator"),
        ("zh-hans", "x@example.com", "该邮箱没有 Twintrack 账号", "请联系管理员邀请您加入"),
    ],
)
def test_mails_about_passwords_are_in_our_words(
    client: Client, language: str, address: str, subject: str, words: str
) -> None:
    user = make_user(email="lin@example.com", name="Lin")
    user.set_password("a long sentence")
    user.save()
    client.post("/preferences/", {"language": language})

    client.post("/account/password/reset/", {"email": address})

    [told] = mail.outbox
    assert subject in told.subject
    assert words in told.body
    assert "testserver" not in told.subject
    assert "signup" not in told.body


@pytest.mark.parametrize("way", ["signup", "email", "reauthenticate", "password/set"])
def test_what_only_strangers_would_use_is_not_there(client: Client, way: str) -> None:
    client.force_login(make_user())

    assert client.get(f"/account/{way}/").status_code == 404


def test_behind_a_proxy_each_person_has_limits_of_their_own(
    client: Client, settings: SettingsWrapper
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user()

    def tries(address: str) -> list[str]:
        guesses = [{"login": f"x{number}@example.com", "password": "no"} for number in range(12)]
        headers = {"X-Forwarded-For": address}
        return [
            client.post("/account/login/", each, headers=headers).content.decode()
            for each in guesses
        ]

    assert "Too many" in tries("203.0.113.7")[-1]
    assert "Too many" not in tries("203.0.113.8")[0]


@pytest.mark.parametrize(("language", "words"), [("en", "Sign in"), ("zh-hans", "登录")])
def test_a_stranger_chooses_the_language(client: Client, language: str, words: str) -> None:
    make_user()

    client.post("/preferences/", {"language": language})

    assert words in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "a page", "0:0"])
def test_a_preference_never_leads_to_another_site(client: Client, wanted: str) -> None:
    make_user()

    answer = client.post("/preferences/", {"theme": "dark", "next": wanted})

    assert answer.headers["Location"] == "/"


def test_a_page_asks_strangers_to_sign_in(client: Client) -> None:
    make_user()

    assert client.get("/ui/").headers["Location"].startswith("/account/login/")


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    user = make_user(email="lin@example.com")
    user.set_password("a long sentence")
    user.save()
    guess = {"login": "lin@example.com", "password": "no"}

    for _ in range(5):
        client.post("/account/login/", guess)
    sixth = client.post(
        "/account/login/", {"login": "lin@example.com", "password": "a long sentence"}
    )

    assert sixth.status_code == 200
    assert "Too many" in sixth.content.decode()
    assert client.get("/settings/").status_code == 302


def test_asking_for_many_resets_is_put_off_with_a_page_of_ours(client: Client) -> None:
    make_user(email="lin@example.com")

    answers = [
        client.post("/account/password/reset/", {"email": "lin@example.com"}) for _ in range(25)
    ]

    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()
