"""The pages and the API of iterations."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.iterations import MONDAY, make_iteration
from tests.factories.people import make_team, make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.rnd.iterations.models import Iteration

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def test_a_lead_plans_runs_and_completes_an_iteration(lead: Client) -> None:
    team = make_team(make_user(name="Zhou Xiao"))
    assert lead.get("/iterations/new/").status_code == 200
    typed = {
        "team": team.pk,
        "name": "Iteration 46",
        "start_on": "2026-11-16",
        "end_on": "2026-11-29",
    }
    crossed = lead.post("/iterations/new/", typed | {"end_on": "2026-11-01"})
    assert crossed.status_code == 422
    assert "before it starts" in crossed.content.decode()
    lead.post("/iterations/new/", typed)
    iteration = Iteration.objects.get()
    page = f"/iterations/{iteration.number}/"

    shown = lead.get(page).content.decode()
    assert "10 person-days (80 h)" in shown
    assert "Zhou Xiao" in shown
    edited = typed | {"goal": "Steady tension"}
    seen = {f"initial-{name}": value for name, value in typed.items()} | {"initial-goal": ""}
    assert lead.get(f"{page}facts/").status_code == 200
    lead.post(f"{page}facts/", edited | seen)
    stale = lead.post(f"{page}facts/", typed | seen | {"goal": "Another"})
    assert stale.status_code == 422
    assert "Steady tension" in stale.content.decode()
    lead.post(f"{page}start/")
    lead.post(f"{page}start/")
    assert "does not follow" in lead.get(page).content.decode()
    lead.post(f"{page}closing/")
    assert "Iteration 46" in lead.get("/iterations/?view=completed&q=46").content.decode()
    assert lead.get(f"{page}cancellation/").status_code == 200
    assert lead.post(f"{page}cancellation/", {"reason": "x"}).status_code == 422
    assert lead.get("/iterations/IT-0/").status_code == 404


def test_the_cadence_is_set_and_the_next_planned_with_one_click(lead: Client) -> None:
    team = make_team()
    lead.post(f"/iterations/teams/{team.pk}/next/")
    assert "Say first how long" in lead.get("/iterations/").content.decode()
    url = f"/iterations/teams/{team.pk}/cadence/"
    assert lead.get(url).status_code == 200
    assert lead.post(url, {"weeks": 2, "pattern": "Alike"}).status_code == 422
    lead.post(url, {"weeks": 3, "pattern": "Iteration {n}"})
    lead.post(f"/iterations/teams/{team.pk}/next/")
    planned = Iteration.objects.get()
    assert (planned.end_on - planned.start_on).days == 20
    lead.post(f"/iterations/{planned.number}/cancellation/", {"reason": "no bench"})
    assert planned.name in lead.get("/iterations/?view=cancelled").content.decode()


def test_sales_reads_and_guests_do_not(client: Client) -> None:
    iteration = make_iteration()
    client.force_login(make_user(Role.SALESPERSON))
    page = client.get(f"/iterations/{iteration.number}/")
    assert page.status_code == 200
    assert "/start/" not in page.content.decode()
    assert client.post(f"/iterations/{iteration.number}/start/").status_code == 403
    client.force_login(make_user(Role.GUEST))
    assert client.get(f"/iterations/{iteration.number}/").status_code == 404
    assert client.get("/iterations/").status_code == 403


@pytest.mark.parametrize("url", ["/iterations/?view=all", "/iterations/{number}/"])
def test_pages_ask_no_more_when_there_is_more(lead: Client, url: str) -> None:
    iteration = make_iteration(make_user(), state="active")
    url = url.format(number=iteration.number)
    few = queries_of(lambda: lead.get(url))
    for each in range(4):
        make_iteration(*(make_user() for _n in range(each)), state="active")
        make_iteration(team=iteration.team, start_on=MONDAY + timedelta(days=14 * (each + 1)))
    assert queries_of(lambda: lead.get(url)) <= few


def test_the_api_does_what_the_pages_do() -> None:
    lead = call_as(Role.RND_LEAD)
    team = make_team(make_user())
    body = {"team": team.pk, "name": "A", "start_on": "2026-11-16", "end_on": "2026-11-29"}
    made = lead.post("/iterations", body)
    assert made.status_code == 201, made.content
    url = f"/iterations/{made.json()['number']}"
    assert lead.post("/iterations", body | {"team": 0}).json()["errors"][0]["pointer"] == "#/team"
    assert lead.post("/iterations", body).json()["code"] == "dates-taken"
    lead.patch(url, {"goal": "Steady", "before": {"goal": ""}})
    assert lead.patch(url, {"goal": "B", "before": {"goal": ""}}).status_code == 409
    assert lead.get(f"{url}/capacity").json()["person_days"] == "10.00"
    assert lead.post(f"{url}/start").json()["state"] == "active"
    assert lead.post(f"{url}/completion").json()["goal"] == "Steady"
    cadence = {"weeks": 2, "pattern": "I {n}"}
    assert lead.get(f"/teams/{team.pk}/cadence").json() is None
    assert lead.post(f"/teams/{team.pk}/cadence", cadence).json()["weeks"] == 2
    planned = lead.post(f"/teams/{team.pk}/iterations").json()["number"]
    assert lead.post(f"/iterations/{planned}/cancellation", {"reason": "x"}).status_code == 200
    listed = lead.get(f"/iterations?team={team.pk}&state=completed").json()["items"]
    assert [each["name"] for each in listed] == ["A"]
