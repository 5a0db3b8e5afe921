"""Pages of review meetings: called from a list, prepared, run by several, printed afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of, told
from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.reviewing import make_meeting
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER, name="Lin")


@pytest.fixture
def manager(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client


def planned(*requirements: object, chair: User, people: list[User] | None = None) -> Meeting:
    now = timezone.now()
    return make_meeting(
        *requirements,  # type: ignore[arg-type]
        chair=chair,
        people=people,
        starts_at=now + timedelta(days=1),
        at=now,
    )


def test_a_meeting_is_called_for_what_was_ticked_and_takes_more(manager: Client, lin: User) -> None:
    first, second = make_requirement(), make_requirement()
    form = text_of(manager.get(f"/review-meetings/new/?pk={first.pk}"))
    assert first.number in form
    wrong = {"title": "November", "starts_at": "2020-01-01T10:00", "chair": lin.pk}
    sent = wrong | {"people": [lin.pk], "pk": [first.pk]}
    refused = manager.post("/review-meetings/new/", sent)
    assert (refused.status_code, "still to come" in text_of(refused)) == (422, True)
    called = manager.post("/review-meetings/new/", sent | {"starts_at": "2099-01-05T10:00"})
    meeting = Meeting.objects.get()
    url = f"/review-meetings/{meeting.number}/"
    assert called.headers["Location"] == url

    dialog = {"HX-Request": "true", "HX-Target": "div#modal-body"}
    put = f"/review-meetings/agenda/?pk={second.pk}"
    assert meeting.title in text_of(manager.get(put, headers=dialog))
    answer = manager.post(put, {"meeting": meeting.pk}, headers=dialog)
    assert told(answer)["toast"]["url"] == url
    page = text_of(manager.get(url))
    assert first.title in page
    assert second.title in page
    item = queries.list_items(meeting, for_user=lin)[1]
    region = {"HX-Request": "true", "HX-Target": "section#agenda"}
    short = manager.post(f"{url}items/{item.pk}/facts/", {"minutes": 0}, headers=region)
    assert short.status_code == 422
    manager.post(f"{url}items/{item.pk}/facts/", {"minutes": 25}, headers=region)
    manager.post(f"{url}items/{item.pk}/place/", {"steps": -1}, headers=region)
    assert queries.list_items(meeting, for_user=lin)[0].minutes == 25
    gone = manager.post(f"{url}items/{item.pk}/removal/", headers=region)
    manager.post(told(gone)["toast"]["undo"])
    assert queries.list_items(meeting, for_user=lin).count() == 2


STAGE = {"HX-Request": "true", "HX-Target": "div#stage"}
VOTES = {"HX-Request": "true", "HX-Target": "section#votes"}


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(zhao: User) -> Client:
    other = Client()
    other.force_login(zhao)
    return other


def test_two_people_vote_and_one_of_them_decides(
    manager: Client, lin: User, seller: Client, zhao: User
) -> None:
    first = make_requirement(revenue=4_860_000, customers_count=2)
    meeting = planned(first, chair=lin, people=[zhao])
    url = f"/review-meetings/{meeting.number}/"
    assert seller.post(f"{url}start/").status_code == 403
    run = manager.post(f"{url}start/").headers["Location"]
    [one] = queries.list_items(meeting, for_user=lin)

    page = text_of(manager.get(run))
    assert first.title in page
    assert "¥4.86" in page
    assert "Reject" not in text_of(seller.get(run, headers=STAGE))
    voted = {"verdict": "against", "comment": "too late"}
    assert seller.post(f"{url}items/{one.pk}/vote/", {}, headers=VOTES).status_code == 422
    seller.post(f"{url}items/{one.pk}/vote/", voted, headers=VOTES)
    assert "too late" in text_of(manager.get(f"{run}?item={one.pk}", headers=VOTES))
    decision = {"decision": "rejected", "reason": ""}
    decide = f"{url}items/{one.pk}/decision/"
    assert manager.post(decide, decision, headers=STAGE).status_code == 422
    answer = manager.post(decide, decision | {"reason": "No bench"}, headers=STAGE)
    assert told(answer)["toast"]["undo"] == f"/requirements/{first.number}/decision/undo/"
    assert "No bench" in text_of(answer)
    assert "No bench" in text_of(manager.get(f"/requirements/{first.number}/"))


def test_the_minutes_hold_what_was_said_and_what_is_left_moves_on(
    manager: Client, lin: User, seller: Client, zhao: User
) -> None:
    first, second = make_requirement(), make_requirement()
    meeting = planned(first, second, chair=lin, people=[zhao])
    url = f"/review-meetings/{meeting.number}/"
    run = manager.post(f"{url}start/").headers["Location"]
    two = queries.list_items(meeting, for_user=lin)[1]

    manager.post(f"{url}items/{two.pk}/turn/", headers=STAGE)
    assert second.title in text_of(seller.get(run, headers=STAGE))
    notes = f"{url}items/{two.pk}/notes/"
    manager.post(notes, {"before": "", "text": "mine"}, headers=STAGE)
    both = seller.post(notes, {"before": "", "text": "theirs"}, headers=STAGE)
    assert (both.status_code, "mine" in text_of(both)) == (409, True)
    manager.post(f"{url}follow-ups/", {"text": "Ask", "owner": zhao.pk, "item": two.pk})
    manager.post(f"{url}items/{two.pk}/undecided/", headers=STAGE)
    manager.post(f"{url}close/")

    assert seller.get(run, headers=STAGE).headers["HX-Redirect"] == url
    minutes = text_of(manager.get(url))
    for said in ("mine", "Ask", "0 of 2 requirements were decided", "left open"):
        assert said in minutes
    moved = manager.post(f"{url}carried-over/", {"to": ""}).headers["Location"]
    assert second.title in text_of(manager.get(moved))


def test_a_calendar_takes_the_meeting_without_a_network(manager: Client, lin: User) -> None:
    requirement = make_requirement(title="换卷；扰动, 抑制" + "长" * 60)
    meeting = planned(requirement, chair=lin)
    operations.cancel(meeting=meeting, reason="fair", by=lin, at=timezone.now())

    answer = manager.get(f"/review-meetings/{meeting.number}/calendar/")

    lines = answer.content.decode().split("\r\n")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "".join(
        line.removeprefix(" ") if line.startswith(" ") else f"\n{line}" for line in lines
    )
    assert "SEQUENCE:1" in lines
    assert "STATUS:CANCELLED" in lines
    assert f"UID:{meeting.number}@testserver" in lines
    assert "换卷；扰动\\, 抑制" in whole


def test_pages_ask_no_more_for_more_meetings_and_more_on_the_agenda(
    manager: Client, lin: User
) -> None:
    def fill(many: int) -> Meeting:
        requirements = [make_requirement() for _ in range(many)]
        meeting = planned(*requirements, chair=lin, people=[make_user(Role.ENGINEER)])
        operations.start(meeting=meeting, by=lin, at=timezone.now())
        for item in queries.list_items(meeting, for_user=lin):
            view = backlog.View(verdict="for")
            operations.vote(item=item, view=view, by=lin, at=timezone.now())
        return meeting

    def asked(meeting: Meeting) -> list[int]:
        url = f"/review-meetings/{meeting.number}/"
        pages = ("/review-meetings/?view=all", url, f"{url}run/")
        return [queries_of(lambda page=page: manager.get(page)) for page in pages]  # type: ignore[misc]

    manager.get("/review-meetings/")
    few = asked(fill(1))
    assert asked(fill(6)) == few


def test_what_is_not_there_or_not_allowed_says_so(client: Client, lin: User) -> None:
    meeting = planned(make_requirement(), chair=lin)
    client.force_login(make_user(Role.SALESPERSON))

    assert client.get("/review-meetings/RM-999/").status_code == 404
    assert client.get("/review-meetings/new/").status_code == 403
    assert client.post(f"/review-meetings/{meeting.number}/close/").status_code == 403
    url = f"/review-meetings/{meeting.number}/"
    assert client.get(f"{url}run/").headers["Location"] == url
    assert client.post(f"{url}follow-ups/", {"text": ""}).status_code == 422
