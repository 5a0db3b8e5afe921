"""The settings page, the tokens page, and what lists of people cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_team, make_user
from tests.factories.tokens import ApiClient, make_token
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
CHOSEN = {
    "language": "en",
    "theme": "dark",
    "density": "compact",
    "time_zone": "Europe/Berlin",
    "mail_when": "daily",
}


@pytest.fixture
def bob(client: Client) -> User:
    user = make_user(Role.ENGINEER, name="Bob")
    client.force_login(user)
    return user


def test_settings_are_kept(client: Client, bob: User) -> None:
    answer = client.post("/settings/", CHOSEN)

    bob.refresh_from_db()
    assert {name: getattr(bob, name) for name in CHOSEN} == CHOSEN
    assert answer.cookies["theme"].value == "dark"


def test_a_setting_that_does_not_exist_is_refused(client: Client, bob: User) -> None:
    answer = client.post("/settings/", CHOSEN | {"time_zone": "Mars/Olympus"})

    assert answer.status_code == 422
    bob.refresh_from_db()
    assert bob.theme == "auto"


def test_a_name_is_changed_and_an_empty_one_refused(client: Client, bob: User) -> None:
    client.post("/settings/profile/", {"name": "Robert", "title": "Tester"})
    empty = client.post("/settings/profile/", {"name": "", "title": ""})

    assert empty.status_code == 422
    bob.refresh_from_db()
    assert (bob.name, bob.title) == ("Robert", "Tester")
    assert "Tester" in client.get("/settings/").content.decode()


def test_without_a_title_the_side_bar_names_the_role(client: Client, bob: User) -> None:
    page = client.get("/settings/").content.decode()

    assert "<small>Developer / tester</small>" in page
    assert bob.email in page


def test_a_token_is_made_on_the_page_shown_once_and_works(client: Client, bob: User) -> None:
    made = client.post("/settings/tokens/new/", {"name": "nightly", "scope": "read", "days": "30"})

    found = re.search(r"twt_[\w-]{40,}", made.content.decode())
    assert found
    assert made.headers["Cache-Control"] == "no-store"
    assert ApiClient(bob, found[0]).get("/me").json()["name"] == "Bob"
    listed = client.get("/settings/tokens/").content.decode()
    assert "nightly" in listed
    assert found[0] not in listed


def test_a_token_without_a_name_or_with_too_far_a_scope_is_refused(
    client: Client, bob: User
) -> None:
    nameless = client.post("/settings/tokens/new/", {"name": "", "scope": "read", "days": "0"})
    far = client.post("/settings/tokens/new/", {"name": "x", "scope": "admin", "days": "0"})

    assert nameless.status_code == far.status_code == 422
    assert not ApiToken.objects.filter(owner=bob).exists()


def test_a_token_is_revoked_after_a_question_and_only_by_its_owner(
    client: Client, bob: User
) -> None:
    own, _secret = make_token(bob)
    others, _secret = make_token(make_user())

    asked = client.get(f"/settings/tokens/{own.pk}/revoke/")
    client.post(f"/settings/tokens/{own.pk}/revoke/")

    assert asked.status_code == 200
    assert ApiToken.objects.get(pk=own.pk).revoked_at
    assert client.post(f"/settings/tokens/{others.pk}/revoke/").status_code == 404


@pytest.mark.parametrize("path", ["/people/", "/teams/", "/settings/tokens/", "/teams/{team}/"])
def test_a_page_costs_the_same_for_three_and_for_thirty(client: Client, path: str) -> None:
    admin = make_user(Role.ADMIN)
    client.force_login(admin)
    team = make_team()

    def fill(count: int) -> None:
        for _ in range(count):
            user = make_user(Role.ENGINEER, Role.CSM)
            make_team(user)
            team.memberships.create(user=user)
            make_token(admin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path.format(team=team.pk)).status_code == 200
        return len(queries)

    client.get("/people/")
    fill(3)
    few = cost()
    fill(27)
    assert cost() == few
