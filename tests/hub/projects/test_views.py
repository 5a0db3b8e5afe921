"""The pages of projects and milestones."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import DUE, make_milestone, make_project
from twintrack.foundation.access.roles import Role
from twintrack.hub.projects.models import Milestone, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def test_a_lead_opens_a_project_with_a_milestone_and_reaches_it(lead: Client) -> None:
    form = {"name": "H3 tension", "product": make_product().pk, "kind": "rnd"}
    lead.post("/projects/new/", form)
    project = Project.objects.get()
    due = {"name": "Core tested", "kind": "core_module_tested", "due_on": "2026-12-18"}
    lead.post(f"/projects/{project.number}/milestones/", due)
    milestone = Milestone.objects.get()
    lead.post(f"/milestones/{milestone.number}/reached/")

    assert "Reached" in lead.get(f"/milestones/{milestone.number}/").content.decode()
    assert "Core tested" in lead.get(f"/projects/{project.number}/").content.decode()
    assert "H3 tension" in lead.get("/projects/").content.decode()
    lead.post(f"/milestones/{milestone.number}/reached/")
    lead.post(f"/milestones/{milestone.number}/reopening/", {"reason": "a test failed"})
    lead.post(f"/milestones/{milestone.number}/reopening/", {"reason": "twice"})
    milestone.refresh_from_db()
    assert not milestone.is_reached


def test_projects_are_narrowed_by_what_stands_in_the_address(lead: Client) -> None:
    tension = make_project(name="Tension upgrade", kind="rnd")
    make_project(name="Ninghai delivery", kind="delivery")

    for query in (
        "q=upgrade",
        f"q={tension.number.lower()}",
        f"product={tension.product_id}",
        f"owner={tension.owner_id}",
        "kind=rnd",
    ):
        page = lead.get(f"/projects/?view=all&{query}").content.decode()
        assert "Tension upgrade" in page, query
        assert "Ninghai delivery" not in page, query


def test_what_is_wrong_is_said_beside_the_field(lead: Client) -> None:
    milestone = make_milestone()
    crossed = {"start_on": "2026-12-01", "due_on": "2026-11-01"}
    form = {"name": "x", "product": milestone.project.product.pk, "kind": "rnd"} | crossed
    forecast = {"before": "2020-01-01", "forecast_on": "2027-01-01"}
    url = f"/milestones/{milestone.number}"

    answers = [
        lead.post("/projects/new/", form),
        lead.post(f"/projects/{milestone.project.number}/milestones/", {"name": ""}),
        lead.post(f"{url}/reopening/", {"reason": ""}),
        lead.post(f"{url}/forecast/", forecast),
        lead.post(f"{url}/forecast/", {"before": "no day"}),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert "before it starts" in answers[0].content.decode()
    assert "Somebody changed" in answers[3].content.decode()


def test_a_moved_forecast_is_shown(lead: Client) -> None:
    milestone = make_milestone()
    moved = {"before": DUE.isoformat(), "forecast_on": "2026-12-30"}
    lead.post(f"/milestones/{milestone.number}/forecast/", moved)

    page = lead.get("/milestones/").content.decode()

    assert "30 Dec 2026" in page
    assert "12 days late" in page


@pytest.mark.parametrize("url", ["/projects/", "/milestones/?view=all"])
def test_the_lists_ask_the_same_number_of_questions_however_long_they_are(
    lead: Client, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_milestone()
    lead.get(url)
    with django_assert_max_num_queries(40) as few:
        lead.get(url)
    for _each in range(9):
        make_milestone(project=make_project())
    with django_assert_max_num_queries(len(few)):
        lead.get(url)


def test_facts_and_states_are_changed_on_the_pages(lead: Client) -> None:
    milestone = make_milestone()
    project, manager = milestone.project, make_user(Role.PRODUCT_MANAGER)
    page, place = f"/projects/{project.number}", f"/milestones/{milestone.number}"
    facts = {"name": "Renamed", "owner": manager.pk}
    crossed = {"start_on": "2026-12-01", "due_on": "2026-11-01"}
    assert lead.get(f"{page}/facts/").status_code == 200
    assert lead.post(f"{page}/facts/", facts | crossed).status_code == 422
    assert lead.post(f"{page}/facts/", facts).status_code == 302
    lead.post(f"{page}/state/", {"state": "on_hold", "reason": ""})
    assert "Say why the project stops" in lead.get(f"{page}/").content.decode()
    lead.post(f"{page}/state/", {"state": "on_hold", "reason": "no bench"})
    assert "Renamed" in lead.get("/projects/?view=on_hold").content.decode()
    assert "Renamed" not in lead.get("/projects/").content.decode()

    due = {"name": "Tested", "kind": "custom", "due_on": "2026-12-20"}
    assert lead.get(f"{place}/facts/").status_code == 200
    assert lead.post(f"{place}/facts/", due | {"due_on": ""}).status_code == 422
    assert lead.post(f"{place}/facts/", due).status_code == 302
    ahead = lead.post(f"{place}/reached/", {"on": f"{timezone.localdate() + timedelta(days=9)}"})
    assert ahead.status_code == 422
    assert "lies ahead" in ahead.content.decode()
    lead.post(f"{place}/reached/", {"on": "2026-11-02"})
    milestone.refresh_from_db()
    assert str(milestone.reached_on) == "2026-11-02"
    assert lead.post(f"{place}/facts/", due | {"name": "x"}).status_code == 422
    lead.post(f"{place}/reopening/?undo=1")
    milestone.refresh_from_db()
    assert not milestone.is_reached


def test_the_list_is_narrowed_by_state_project_and_words(lead: Client) -> None:
    ahead = make_milestone(name="Alpha", forecast_on=date(2999, 1, 1), due_on=date(2999, 1, 1))
    reached = make_milestone(name="Beta", reached_on=DUE, project=ahead.project)
    make_milestone(name="Gamma", forecast_on=date(2020, 1, 1))

    def shown(query: str) -> list[str]:
        page = lead.get(f"/milestones/?{query}").content.decode()
        names = ("Alpha", "Beta", "Gamma")
        return [name for name in names if f">{name}</a>" in page]

    assert shown("") == ["Alpha", "Gamma"]
    assert shown("view=late") == ["Gamma"]
    assert shown("view=reached") == ["Beta"]
    assert shown(f"view=all&project={ahead.project.pk}") == ["Alpha", "Beta"]
    assert shown(f"view=all&q={reached.number}") == ["Beta"]
    assert shown("view=all&q=gam") == ["Gamma"]
    assert shown("view=nothing&project=x") == ["Alpha", "Gamma"]


def test_a_milestone_is_added_from_the_list(lead: Client, client: Client) -> None:
    project = make_project()
    asked = lead.get(f"/milestones/new/?project={project.pk}").content.decode()
    assert f'<option value="{project.pk}" selected>' in asked
    typed = {"project": project.pk, "name": "Beta", "kind": "custom", "due_on": "2026-12-20"}
    assert lead.post("/milestones/new/", typed | {"due_on": ""}).status_code == 422
    done = lead.post("/milestones/new/", typed)
    milestone = Milestone.objects.get(project=project)
    assert done.headers["Location"] == f"/milestones/{milestone.number}/"
    assert "/milestones/new/" in lead.get("/milestones/").content.decode()
    client.force_login(make_user(Role.SALESPERSON))
    assert "/milestones/new/" not in client.get("/milestones/").content.decode()
    assert client.get("/milestones/new/").status_code == 403


def test_whoever_notes_a_milestone_as_reached_sees_what_is_not_finished(lead: Client) -> None:
    milestone = make_milestone()
    page = f"/milestones/{milestone.number}/reached/"
    states = {"Damping": "in_development", "Hum": "in_testing", "Noise": "rejected"}
    for title, state in states.items():
        make_requirement(
            product=milestone.project.product, milestone=milestone, title=title, state=state
        )
    dialog = {"HX-Request": "true", "HX-Target": "div#modal-body"}
    shown = lead.get(page, headers=dialog).content.decode()
    assert "1 requirement planned for it is not finished" in shown
    assert "Damping" in shown
    assert "Hum" not in shown
    assert "Noise" not in shown

    done = lead.post(page, {"on": "2026-11-02"}, headers=dialog)
    assert done.headers["HX-Redirect"] == f"/milestones/{milestone.number}/"
    twice = lead.post(page, {"on": "2026-11-02"})
    assert twice.status_code == 422
    assert "reached already" in twice.content.decode()
    lead.force_login(make_user(Role.SALESPERSON))
    assert lead.get(page).status_code == 403


def test_the_days_beside_a_milestone_and_what_can_be_done_follow_it(lead: Client) -> None:
    milestone = make_milestone()
    url = f"/milestones/{milestone.number}/"

    def region(name: str) -> str:
        headers = {"HX-Request": "true", "HX-Target": name}
        return lead.get(url, headers=headers).content.decode()

    assert "Forecast" in region("dl#days")
    assert "It is reached" in region("div#acts")
    lead.post(f"{url}reached/", {"on": "2026-11-02"})
    days = region("dl#days")
    assert "2 Nov 2026" in days
    assert "Forecast" not in days
    assert "<html" not in days
    assert "It is reached" not in region("div#acts")


def test_moves_of_the_forecast_and_what_is_planned_stand_on_the_page(lead: Client) -> None:
    milestone = make_milestone()
    url = f"/milestones/{milestone.number}"
    lead.post(
        f"{url}/forecast/", {"before": str(milestone.forecast_on), "forecast_on": "2026-12-23"}
    )
    make_requirement(product=milestone.project.product, milestone=milestone, title="Damping")

    assert "23 Dec 2026" in lead.get(f"{url}/").content.decode()
    assert "Damping" in lead.get(f"{url}/requirements/").content.decode()


def test_the_empty_list_offers_a_new_project_to_whoever_may_open_one(client: Client) -> None:
    button = '<a class="btn primary" href="/projects/new/"'

    client.force_login(make_user(Role.ENGINEER))
    assert button not in client.get("/projects/").content.decode()
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    assert client.get("/projects/").content.decode().count(button) == 2
