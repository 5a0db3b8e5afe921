"""The tables in which templates of deliveries are written."""

import pytest
from django.test import Client

from tests.factories.deliveries import make_plan, make_template
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.sales.deliveries.forms.templates import rows_of
from twintrack.sales.deliveries.models import DeliveryTemplate
from twintrack.sales.deliveries.plans import write_plan

pytestmark = pytest.mark.django_db
NEW = "/deliveries/settings/new/"


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(make_user(Role.IMPLEMENTER))
    return client


def posted(template: DeliveryTemplate, **over: str) -> dict[str, str]:
    """Give what a browser sends of a template's page."""
    sent = {"name_zh": "模板", "name_en": "Template", "is_active": "on"}
    sent["revision"] = str(template.revision)
    for table, rows in rows_of(template.plan).tables.items():
        sent[f"{table}-count"] = str(len(rows))
        for place, row in enumerate(rows):
            sent |= {f"{table}-{place}-{name}": value for name, value in row.items() if value}
    return sent | over


def test_a_template_that_is_saved_unchanged_stays_as_it_is(page: Client) -> None:
    template = make_template()
    url = f"/deliveries/settings/{template.pk}/"
    assert 'value="交底"' in page.get(url).content.decode()

    assert page.post(url, posted(template)).status_code == 302

    template.refresh_from_db()
    assert (template.content, template.revision) == (write_plan(make_plan()), 1)
    page.post(url, posted(template, **{"tasks-1-days": "7", "tasks-1-is_milestone": "on"}))
    template.refresh_from_db()
    task = template.plan.tasks[1]
    assert (task.days, task.is_milestone, task.after) == (7, True, (0,))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("tasks-1-days", "0", "greater than or equal to 1"),
        ("tasks-1-days", "soon", "whole number"),
        ("tasks-1-after", "2", "begins after one that stands above it"),
        ("tasks-1-after", "the first", "Numbers of tasks"),
        ("tasks-1-phase", "9", "not one of the available choices"),
        ("tasks-1-en", "", "required"),
        ("criteria-0-deliverable", "", "required"),
        ("phases-count", "0", "at least one phase"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_beside_its_field_and_nothing_is_lost(
    page: Client, field: str, value: str, said: str
) -> None:
    template = make_template()
    sent = posted(template, **{field: value, "tasks-0-zh": "新的交底"})

    answer = page.post(f"/deliveries/settings/{template.pk}/", sent)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert 'value="新的交底"' in shown
    assert not value or field in {"phases-count", "tasks-1-phase"} or value in shown
    if field != "phases-count":
        assert f'id="id_{field}_error"' in shown
    template.refresh_from_db()
    assert template.revision == 1


def test_rows_are_added_moved_and_removed_and_numbers_follow(page: Client) -> None:
    template = make_template()
    url = f"/deliveries/settings/{template.pk}/"

    def after(do: str) -> dict[str, list[dict[str, str]]]:
        answer = page.post(url, posted(template, do=do, **{"tasks-0-days": "not yet"}))
        assert answer.status_code == 200
        assert 'value="not yet"' in answer.content.decode()
        tables: dict[str, list[dict[str, str]]] = answer.context["written"].rows.tables
        return tables

    assert [each["phase"] for each in after("down phases 0")["tasks"]] == ["2", "1"]
    assert [each["after"] for each in after("up tasks 1")["tasks"]] == ["2", ""]
    assert [each["phase"] for each in after("remove phases 0")["tasks"]] == ["", "1"]
    assert after("remove deliverables 0")["criteria"] == []
    added = after("add tasks")["tasks"]
    assert (len(added), added[2]["phase"], added[2]["zh"]) == (3, "2", "")
    for nothing in ("up tasks 0", "down tasks 1", "remove tasks 9", "add nothing", "up", "x y z"):
        assert len(after(nothing)["tasks"]) == 2
    part = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#plan"}
    region = page.post(url, posted(template, do="add phases"), **part).content.decode()
    assert region.strip().startswith('<div id="plan">')
    assert "autofocus" in region
    template.refresh_from_db()
    assert template.revision == 1


def test_a_new_template_leaves_out_rows_in_which_nothing_was_written(page: Client) -> None:
    assert page.get(NEW).status_code == 200
    sent = {
        "name_zh": "新模板",
        "name_en": "New one",
        "phases-count": "2",
        "phases-1-zh": "上线",
        "phases-1-en": "Go live",
        "tasks-count": "3",
        "tasks-1-phase": "2",
        "tasks-1-zh": "上线",
        "tasks-1-en": "Go live",
        "tasks-1-role": "csm",
        "tasks-1-days": "3",
        "tasks-2-role": "csm",
        "deliverables-count": "1",
        "criteria-count": "99999999",
    }

    assert page.post(NEW, sent).status_code == 302

    plan = DeliveryTemplate.objects.get(name_en="New one").plan
    assert (len(plan.phases), len(plan.tasks), plan.deliverables) == (1, 1, ())
    assert (plan.tasks[0].phase, plan.tasks[0].role) == (0, "csm")
