"""The way out of mails: one click, without signing in, for its owner alone."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.mail import stop_url

pytestmark = pytest.mark.django_db


def test_a_click_ends_the_mails_and_the_ledger_knows() -> None:
    client = Client(enforce_csrf_checks=True)
    alice, bob = make_user(), make_user()
    path = "/mail/stop/" + stop_url(alice).split("/mail/stop/")[1]

    asked = client.get(path)
    alice.refresh_from_db()
    assert alice.mail_when == "at_once"
    done = client.post(path, {"List-Unsubscribe": "One-Click"})

    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (asked.status_code, done.status_code) == (200, 200)
    assert (alice.mail_when, bob.mail_when) == ("never", "at_once")
    assert "You get no more mails" in done.content.decode()
    assert Entry.objects.get().actor == alice


@pytest.mark.parametrize("token", ["1", "1:abc:def", "x" * 300])
def test_an_address_that_was_not_written_here_ends_nothing(client: Client, token: str) -> None:
    make_user()

    assert client.post(f"/mail/stop/{token}/").status_code == 404
