"""The demo's door is open on the demo, and nowhere else."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.TWINTRACK, "demo", True)


def test_there_is_no_such_door_where_the_setting_is_off(client: Client) -> None:
    zhao = make_user(Role.SALESPERSON, email="zhao@example.com")
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/empty/").status_code == 404
    assert client.post("/demo/sign-in/", {"person": "zhao"}).status_code == 404
    assert "/demo/" not in client.get("/account/login/").content.decode()
    client.force_login(zhao)
    assert "/demo/" not in client.get("/inbox/").content.decode()


@pytest.mark.usefixtures("demo")
def test_one_press_signs_in_as_a_person_of_the_company(client: Client) -> None:
    zhao = make_user(Role.SALESPERSON, email="zhao@example.com", name="Zhao Yifan")
    make_user(email="real@company.example")
    page = client.get("/account/login/").content.decode()
    assert "Zhao Yifan" in page
    assert "real@company.example" not in page

    answer = client.post("/demo/sign-in/", {"person": "zhao"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(zhao.pk)
    assert "/demo/empty/" in client.get("/inbox/").content.decode()


@pytest.mark.usefixtures("demo")
def test_only_people_of_the_story_are_let_in(client: Client) -> None:
    make_user(email="real@company.example")

    for wanted in ("real", "lin", ""):
        assert client.post("/demo/sign-in/", {"person": wanted}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/empty/").status_code == 200
