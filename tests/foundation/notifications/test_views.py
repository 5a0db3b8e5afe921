"""The inbox: one's own, by day, read, kept or put off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.notifications import tell
from tests.factories.people import make_user
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.queries import count_unread
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#told"}


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user(Role.SALESPERSON)
    client.force_login(user)
    return user


def unread(user: User) -> int:
    return count_unread(user, at=timezone.now())


def inbox(client: Client, view: str = "") -> str:
    return client.get(f"/inbox/?view={view}").content.decode()


def test_what_is_read_leaves_the_badge(client: Client, alice: User) -> None:
    first = tell(alice)
    tell(alice)

    client.post(f"/inbox/{first.pk}/read/")
    assert unread(alice) == 1
    client.post("/inbox/read/")
    assert unread(alice) == 0


def test_what_is_read_is_listed_among_all_and_can_be_unread_again(
    client: Client, alice: User
) -> None:
    told = tell(alice)
    client.post(f"/inbox/{told.pk}/read/")

    assert "REQ-" not in inbox(client)
    assert "REQ-" in inbox(client, "all")
    client.post(f"/inbox/{told.pk}/unread/")
    assert "REQ-" in inbox(client)


def test_a_row_leads_to_the_object_and_says_how_it_is_read(client: Client, alice: User) -> None:
    told = tell(alice)

    page = inbox(client)

    assert 'data-href="/requirements/REQ-' in page
    assert f'data-read="/inbox/{told.pk}/read/"' in page
    assert unread(alice) == 1


def test_it_says_why_and_when(client: Client, alice: User) -> None:
    now = timezone.now()
    tell(alice, at=now)
    tell(alice, at=now - timedelta(days=1))
    tell(alice, at=now - timedelta(days=40))

    page = inbox(client)

    assert page.count("You own the customer") == 3
    assert "Today" in page
    assert "Yesterday" in page


@pytest.mark.parametrize("until", ["tomorrow", "next_week"])
def test_what_is_put_off_is_away_until_its_time(client: Client, alice: User, until: str) -> None:
    told = tell(alice)

    client.post(f"/inbox/{told.pk}/snooze/", {"until": until})

    told.refresh_from_db()
    assert told.snoozed_until
    assert told.snoozed_until > timezone.now()
    assert unread(alice) == 0
    assert "REQ-" not in inbox(client)
    assert "REQ-" not in inbox(client, "all")
    assert "REQ-" in inbox(client, "snoozed")
    client.post("/inbox/read/")
    Notification.objects.update(snoozed_until=timezone.now() - timedelta(minutes=1))
    assert unread(alice) == 1
    assert "REQ-" in inbox(client)


def test_htmx_is_answered_with_the_list_alone(client: Client, alice: User) -> None:
    told = tell(alice)
    for address in ("read/", f"{told.pk}/unread/", f"{told.pk}/read/", f"{told.pk}/snooze/"):
        answer = client.post(f"/inbox/{address}?view=all", headers=HTMX)
        assert answer.status_code == 200
        assert answer.content.decode().strip().startswith('<div id="told"')
    assert f"/inbox/{told.pk}/unread/" in answer.headers["HX-Trigger"]


def test_nobody_reads_or_clears_another_persons_inbox(client: Client, alice: User) -> None:
    told = tell(make_user(Role.SALESPERSON))

    client.post(f"/inbox/{told.pk}/read/")

    assert unread(told.recipient) == 1
    for address in ("unread", "snooze"):
        assert client.post(f"/inbox/{told.pk}/{address}/").status_code == 404
    assert "Nothing waits for you" in inbox(client)
    assert "Nothing is put off" in inbox(client, "snoozed")


def test_services_are_told_nothing() -> None:
    robot = make_user(is_service=True)

    with pytest.raises(AssertionError):
        tell(robot)


def test_a_long_inbox_comes_page_by_page_and_asks_no_more_questions(
    client: Client, alice: User
) -> None:
    tell(alice)
    inbox(client)
    few = queries_of(lambda: inbox(client))
    for _each in range(55):
        tell(alice)

    assert few <= 30
    assert queries_of(lambda: inbox(client)) <= few
    page = inbox(client)
    assert page.count("data-row ") == 50
    after = page.split("after=")[1].split('"')[0]
    rest = client.get(f"/inbox/?view=unread&after={after}", headers=HTMX).content.decode()
    assert rest.count("data-row ") == 6
