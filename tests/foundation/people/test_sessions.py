"""A session knows whose it is, and holds no longer than it should."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Session, User
from twintrack.foundation.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(Role.SALESPERSON)
    client.force_login(user)
    return user


def is_signed_in(client: Client) -> bool:
    return client.get("/feedback/").status_code == 200


def test_a_request_reads_the_session_and_its_person_together(client: Client, user: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert is_signed_in(client)

    about = [each["sql"] for each in asked if "people_session" in each["sql"]]
    assert len(about) == 1
    assert "JOIN people_user" in about[0]
    assert not any('FROM "people_user" WHERE "people_user"."id"' in each["sql"] for each in asked)
    assert Session.objects.get().user == user


def test_who_only_begins_to_sign_in_has_a_session_too() -> None:
    begun = SessionStore()
    begun["next"] = "/feedback/"
    begun.save()

    assert SessionStore(begun.session_key)["next"] == "/feedback/"
    assert Session.objects.get().user is None


def test_a_session_that_is_over_signs_nobody_in(client: Client, user: User) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_signed_in(client)


def test_an_account_that_was_closed_is_signed_out(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_signing_out_leaves_no_session_behind(client: Client, user: User) -> None:
    client.post("/account/logout/")

    assert not is_signed_in(client)
    assert not Session.objects.filter(user=user).exists()
