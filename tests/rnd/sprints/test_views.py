"""The pages and the API of the work in iterations."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.rnd.sprints.conftest import Crew
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.boards import old_after
from twintrack.rnd.sprints.models import BoardPolicy, Outcome, RetroNote
from twintrack.rnd.sprints.operations import take_up
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

PAGES = ("", "planning/", "board/", "report/", "retrospective/")


@pytest.fixture
def lead(client: Client, crew: Crew) -> Client:
    client.force_login(crew.alice)
    return client


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_an_iteration_is_planned_against_time_and_pace(lead: Client, crew: Crew) -> None:
    inside = crew.item(5, estimate_hours=Decimal(100))
    waiting = crew.item(3, iteration=None, assignee=None)
    url = f"/iterations/{crew.iteration.number}/planning/"
    page = shown(lead, url)
    assert "20 h more than time" in page
    assert "there is no pace to plan by" in page
    assert page.index(waiting.number) < page.index(inside.number)
    drop = {"pk": waiting.pk, "col": "iteration", "revision": "", "after": inside.pk}

    dropped = lead.post(f"{url}move/", drop | {"after": "", "before": inside.pk})
    assert dropped.status_code == 200
    # Taken back, it is as if the card had never been dragged: neither in it nor at that place.
    undo = json.loads(dropped.headers["HX-Trigger"])["toast"]["undo"]
    rank = WorkItem.objects.get(pk=waiting.pk).rank
    assert lead.post(undo).status_code == 200
    now = WorkItem.objects.get(pk=waiting.pk)
    assert (now.iteration, now.rank, now.rank == rank) == (None, waiting.rank, False)
    assert lead.post(f"{url}move/", drop).status_code == 200
    stale = lead.post(f"{url}move/", drop | {"col": "backlog"})
    assert stale.status_code == 409
    assert "into \\u201cFirst\\u201d in the meantime" in stale.headers["HX-Trigger"]
    back = drop | {"col": "backlog", "revision": crew.iteration.pk}
    assert lead.post(f"{url}move/", back).status_code == 200
    assert lead.post(f"{url}move/", back).status_code == 409
    assert lead.post(f"{url}move/", {"pk": 0}).status_code == 409
    assert waiting.number not in shown(lead, f"{url}?q=nothing&kind=epic")
    assert waiting.number in shown(lead, f"{url}?product={crew.product.pk}&many=100")


def test_a_day_on_the_board_with_limits_blocked_and_old_cards(lead: Client, crew: Crew) -> None:
    first, second = crew.item(), crew.item(assignee=crew.alice)
    crew.start()
    late = crew.item()
    url = f"/iterations/{crew.iteration.number}/board/"
    limits = f"/iterations/teams/{crew.iteration.team_id}/board-limits/"
    assert shown(lead, limits)
    assert lead.post(limits, {"in_progress": "0"}).status_code == 422
    lead.post(limits, {"in_progress": "1"})
    assert BoardPolicy.objects.get().limits == {"in_progress": 1}
    move = {"col": "in_progress", "revision": "todo"}
    assert "over" not in lead.post(f"{url}move/", move | {"pk": first.pk}).headers["HX-Trigger"]
    told = lead.post(f"{url}move/", move | {"pk": second.pk}).headers["HX-Trigger"]
    assert "over its limit: 2 of 1" in told
    stale = lead.post(f"{url}move/", {"pk": first.pk, "col": "done", "revision": "in_review"})
    assert stale.status_code == 409
    assert "your move to \\u201cDone\\u201d was not made" in stale.headers["HX-Trigger"]
    work.block(item=first, reason="Bench is broken", **crew.who)
    page = shown(lead, url)
    assert "2 / 1" in page
    assert "Bench is broken" in page
    assert "Added later" in page
    for lanes in ("person", "requirement", "priority"):
        assert 'class="swim"' in shown(lead, f"{url}?lanes={lanes}")
    standup = shown(lead, f"{url}?standup={crew.bob.pk}")
    assert "1 in hand" in standup
    assert second.number not in standup
    assert late.number in standup
    sales = make_user(Role.SALESPERSON)
    lead.force_login(sales)
    assert lead.post(f"{url}move/", move | {"pk": late.pk}).status_code == 403
    assert 'data-move-url=""' in shown(lead, url)


def test_an_iteration_is_closed_reported_and_looked_back_at(lead: Client, crew: Crew) -> None:
    done, open_item = crew.item(5), crew.item(3)
    crew.start()
    crew.move(done, State.DONE)
    url = f"/iterations/{crew.iteration.number}/"
    closing = shown(lead, f"{url}closing/")
    assert open_item.number in closing
    assert "Second" in closing
    assert lead.post(f"{url}closing/", {}).status_code == 422
    assert "Complete" in shown(lead, url)
    lead.post(f"{url}closing/", {f"item-{open_item.pk}": "next"})
    assert Outcome.objects.count() == 2
    drain()
    report = shown(lead, f"{url}report/")
    assert "5 of 8 points were done" in report
    assert "62%" in report
    assert lead.get(f"{url}closing/").status_code == 302
    assert "Carried over 1 time" in shown(lead, f"/iterations/{crew.following.number}/planning/")


def test_an_action_says_to_all_that_it_was_taken_up_but_not_by_what(
    lead: Client, crew: Crew
) -> None:
    crew.item()
    retro = f"/iterations/{crew.iteration.number}/retrospective/"
    lead.post(f"{retro}notes/", {"lane": "action", "text": "Soak nightly"})
    note = RetroNote.objects.get()
    lead.post(f"{retro}notes/{note.pk}/work/")
    number = WorkItem.objects.get(title="Soak nightly").number
    outsider, other, head = make_user(Role.ENGINEER), Client(), make_user(Role.EXECUTIVE)
    Product.objects.filter(pk=crew.product.pk).update(reach="teams")
    other.force_login(outsider)
    Iteration.objects.filter(pk=crew.iteration.pk).update(state="completed")
    following = f"/iterations/{crew.following.number}/retrospective/"

    for each in (retro, following):
        page = shown(other, each)
        assert "Taken up" in page
        assert number not in page
    other.force_login(head)
    assert number in shown(other, retro)
    told = f"/iterations/{crew.iteration.number}/retrospective"
    items = [call_as(user=each).get(told).json()[0]["item"] for each in (head, outsider)]
    assert items == [number, None]


def test_a_retrospective_is_held_and_followed_up(lead: Client, crew: Crew) -> None:
    crew.item()
    url = f"/iterations/{crew.iteration.number}/"
    retro = f"{url}retrospective/"
    assert lead.post(f"{retro}notes/", {"lane": "well", "text": ""}).status_code == 422
    lead.post(f"{retro}notes/", {"lane": "action", "text": "Soak nightly"})
    note = RetroNote.objects.get()
    lead.post(f"{retro}notes/{note.pk}/vote/", {"is_for": "1"})
    lead.post(f"{retro}notes/{note.pk}/work/")
    lead.post(f"{retro}notes/{note.pk}/work/")
    note.refresh_from_db()
    assert note.item is not None
    page = shown(lead, retro)
    assert note.item.number in page
    region = {"HX-Request": "true", "HX-Target": "div#notes"}
    answer = lead.post(f"{retro}notes/{note.pk}/work/", headers=region)
    assert "already" in answer.headers["HX-Trigger"]
    Iteration.objects.filter(pk=crew.iteration.pk).update(state="completed")
    following = f"/iterations/{crew.following.number}/retrospective/"
    assert "Soak nightly" in shown(lead, following)
    lead.post(f"{url}review/", {"seen": "", "notes": "Shown to all"})
    assert lead.post(f"{url}review/", {"seen": "", "notes": "Mine"}).status_code == 422
    lead.post(f"{retro}notes/{note.pk}/removal/")
    assert "Soak nightly" not in shown(lead, retro)
    assert lead.post(f"{retro}notes/{note.pk}/vote/").status_code == 404


def test_what_one_may_not_see_is_on_no_page(client: Client, crew: Crew) -> None:
    crew.item()
    crew.product.reach = "teams"
    crew.product.save()
    crew.product.teams.add(crew.iteration.team)
    stranger = make_user(Role.ENGINEER)
    crew.product.save()
    note = RetroNote.objects.create(
        iteration=crew.iteration, lane="action", text="Soak", author=crew.alice, written_at=crew.now
    )
    item = take_up(note=note, product=crew.product, by=crew.alice, at=crew.now)
    for user, sees in ((crew.bob, True), (stranger, False)):
        client.force_login(user)
        feed = shown(client, f"/activity/iteration/{crew.iteration.pk}/")
        assert (item.number in feed) == sees
    for user, sees in ((crew.bob, True), (stranger, False)):
        client.force_login(user)
        for page in ("planning/", "board/", "report/"):
            url = f"/iterations/{crew.iteration.number}/{page}"
            assert (crew.made[0].title in shown(client, url)) == sees, url
    client.force_login(make_user(Role.GUEST))
    for page in PAGES:
        assert client.get(f"/iterations/{crew.iteration.number}/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_no_more_for_more_work(lead: Client, crew: Crew, page: str) -> None:
    def fill(iteration: Iteration | None, many: int) -> None:
        for _each in range(many):
            item = crew.item(iteration=iteration, assignee=_person(crew))
            crew.move(item, State.IN_PROGRESS)

    fill(crew.iteration, 2)
    fill(None, 2)
    crew.start()
    lead.post(
        f"/iterations/{crew.iteration.number}/retrospective/notes/", {"lane": "well", "text": "a"}
    )
    drain()
    url = f"/iterations/{crew.iteration.number}/{page}"
    few = queries_of(lambda: lead.get(url))
    fill(crew.iteration, 6)
    fill(None, 6)
    for text in "bcd":
        lead.post(
            f"/iterations/{crew.iteration.number}/retrospective/notes/",
            {"lane": "well", "text": text},
        )
    drain()
    assert queries_of(lambda: lead.get(url)) <= few


def _person(crew: Crew) -> User:
    person = make_user(Role.ENGINEER)
    crew.iteration.team.members.add(person)
    return person


def test_cards_are_old_after_what_85_of_100_took(crew: Crew) -> None:
    for days in range(1, 7):
        item = crew.item()
        crew.move(item, State.IN_PROGRESS)
        crew.now += timedelta(days=days)
        crew.move(item, State.DONE)
        Outcome.objects.create(
            iteration=crew.iteration, item=item, decision="done", was_committed=True
        )
    assert old_after(crew.iteration.team) == {}
    Iteration.objects.filter(pk=crew.iteration.pk).update(state="completed")
    cache.clear()
    [(state, days_old)] = old_after(crew.iteration.team).items()
    assert state == "in_progress"
    assert 5 < days_old < 6


def test_the_api_plans_works_and_closes(crew: Crew) -> None:
    api = call_as(Role.RND_LEAD)
    item, other = crew.item(iteration=None), crew.item()
    url = f"/iterations/{crew.iteration.number}"
    placing = {"item": item.number, "before": ""}
    assert api.post(f"{url}/items", placing).status_code == 200
    assert api.post(f"{url}/items", placing).status_code == 409
    assert api.delete(f"{url}/items/{item.number}").status_code == 200
    api.post(f"{url}/items", {"item": item.number})
    assert api.get(f"{url}/plan").json()["amount"]["items"] == 2
    limits = f"/teams/{crew.iteration.team_id}/board-limits"
    firm = {"limits": {"in_progress": 1}, "is_firm": True}
    assert api.post(limits, firm).json() == firm
    assert api.get(limits).json() == firm
    api.post(f"{url}/start")
    assert api.post(f"{url}/moves", {"item": item.number, "to": "in_progress"}).status_code == 200
    refused = api.post(f"{url}/moves", {"item": other.number, "to": "in_progress"})
    assert refused.json()["code"] == "limit-reached"
    assert api.post(f"{url}/moves", {"item": "W-0", "to": "done"}).status_code == 422
    columns = api.get(f"{url}/board").json()
    assert [len(each["cards"]) for each in columns] == [1, 1, 0, 0, 0]
    drain()
    assert api.get(f"{url}/burn-up").status_code == 200


def test_the_api_closes_and_looks_back(crew: Crew) -> None:
    api = call_as(Role.RND_LEAD)
    item = crew.item()
    crew.item()
    url = f"/iterations/{crew.iteration.number}"
    api.post(f"{url}/start")
    assert api.post(f"{url}/completion").json()["code"] == "undecided"
    decisions = [{"item": item.number, "decision": "next"}]
    assert api.post(f"{url}/closing", {"decisions": decisions}).json()["code"] == "undecided"
    closed = api.post(f"{url}/closing", {"decisions": decisions, "others": "next"})
    assert closed.json()["carried"]["items"] == 2
    assert api.get(f"{url}/result").json()["predictability"] == 0
    note = api.post(f"{url}/retrospective", {"lane": "action", "text": "Soak"}).json()["id"]
    at = f"{url}/retrospective/{note}"
    assert api.post(f"{at}/vote", {"is_for": True}).status_code == 200
    assert api.post(f"{at}/work", {"product": "nothing"}).status_code == 422
    assert api.post(f"{at}/work", {}).json()["title"] == "Soak"
    assert api.get(f"{url}/retrospective").json()[0]["item"].startswith("W-")
    assert api.delete(at).status_code == 200
    assert api.post(f"{url}/review", {"notes": "Fine"}).json() == {"notes": "Fine"}
    assert api.get(f"{url}/review").json()["notes"] == "Fine"
    assert api.post(f"{url}/review", {"notes": "x", "before": "y"}).status_code == 409
