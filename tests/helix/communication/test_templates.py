"""Templates of plans: written, put in order, and told apart by segment."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations
from twintrack.helix.communication.models import PlanTemplate
from twintrack.helix.communication.templatetags.communication import with_places
from twintrack.helix.handoffs import operations as handoffs
from twintrack.rnd.backlog import operations as backlog

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
STEP = {
    "kind": "visit",
    "role": "csm",
    "offset_days": 7,
    "title_zh": "上门",
    "title_en": "Visit {customer}",
    "body_zh": "",
    "body_en": "{value}",
}


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER)


def titles(template: PlanTemplate) -> list[tuple[int, str]]:
    steps = template.steps.order_by("position")
    return [(step.position, step.title_en.split()[0]) for step in steps]


def test_steps_are_added_moved_and_removed_and_stay_numbered(manager: User) -> None:
    template = make_template()
    added = operations.add_template_step(template=template, values=STEP, by=manager, at=AT)
    assert titles(template) == [(1, "Talk"), (2, "Talk"), (3, "Visit")]
    operations.move_template_step(step=added, to=1, by=manager, at=AT)
    assert titles(template) == [(1, "Visit"), (2, "Talk"), (3, "Talk")]
    operations.remove_template_step(step=template.steps.get(position=2), by=manager, at=AT)
    assert titles(template) == [(1, "Visit"), (2, "Talk")]

    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "plan_template.step_added",
        "plan_template.step_moved",
        "plan_template.step_removed",
    ]


def test_a_step_moves_no_further_than_the_ends_and_the_last_one_stays(manager: User) -> None:
    template = make_template()
    first, second = template.steps.order_by("position")
    operations.move_template_step(step=second, to=99, by=manager, at=AT)
    assert not Entry.objects.exists()
    operations.remove_template_step(step=first, by=manager, at=AT)
    with pytest.raises(operations.LastStep):
        operations.remove_template_step(step=second, by=manager, at=AT)


def test_a_segment_gets_a_template_of_its_own_once_as_a_copy_of_the_general_one(
    manager: User,
) -> None:
    make_template()
    own = operations.add_template(
        milestone_kind="core_module_tested", segment="A", by=manager, at=AT
    )
    assert titles(own) == [(1, "Talk"), (2, "Talk")]
    with pytest.raises(operations.TemplateKnown):
        operations.add_template(milestone_kind="core_module_tested", segment="A", by=manager, at=AT)
    with pytest.raises(NotAllowed):
        operations.add_template(
            milestone_kind="core_module_tested",
            segment="B",
            by=make_user(Role.ENGINEER),
            at=AT,
        )


def test_the_general_template_stands_from_the_start_and_can_be_written_anew(
    client: Client, manager: User
) -> None:
    client.force_login(manager)
    page = client.get("/plan-templates/").content.decode()
    assert "Every other milestone" in page
    general = PlanTemplate.objects.get(milestone_kind="", segment="")
    assert client.get(f"/plan-templates/steps/{general.steps.first().pk}/").status_code == 200
    client.post("/plan-templates/new/", {"milestone_kind": "", "segment": "A"})
    assert PlanTemplate.objects.filter(milestone_kind="", segment="A").exists()
    page = client.get("/plan-templates/new/?milestone_kind=custom").content.decode()
    assert '<option value="custom" selected>' in page


def test_a_text_names_only_what_can_be_filled_in(client: Client, manager: User) -> None:
    template = make_template()
    client.force_login(manager)
    typed = STEP | {"body_en": "Dear {custmer}, {value}"}
    added = client.post(f"/plan-templates/{template.pk}/steps/", typed)
    changed = client.post(f"/plan-templates/steps/{template.steps.first().pk}/", typed)
    for answer in (added, changed):
        assert answer.status_code == 422
        assert "Nothing is known by this name: {custmer}" in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_pages_of_templates_do_all_of_it(client: Client, manager: User) -> None:
    template = make_template()
    client.force_login(manager)
    assert client.get(f"/plan-templates/{template.pk}/steps/").status_code == 200
    assert client.post(f"/plan-templates/{template.pk}/steps/", STEP).status_code == 302
    bad = client.post(f"/plan-templates/{template.pk}/steps/", STEP | {"offset_days": "x"})
    assert bad.status_code == 422
    last = template.steps.get(position=3)
    client.post(f"/plan-templates/steps/{last.pk}/position/", {"to": "1"})
    assert titles(template)[0] == (1, "Visit")
    client.post(f"/plan-templates/steps/{last.pk}/removal/")
    assert len(titles(template)) == 2
    answer = client.post(
        "/plan-templates/new/", {"milestone_kind": "core_module_tested", "segment": "A"}
    )
    assert answer.status_code == 302
    again = client.post(
        "/plan-templates/new/", {"milestone_kind": "core_module_tested", "segment": "A"}
    )
    assert again.status_code == 422
    assert client.get("/plan-templates/").status_code == 200

    client.force_login(make_user(Role.ENGINEER))
    assert client.post(f"/plan-templates/steps/{last.pk}/removal/").status_code in {403, 404}
    assert client.get(f"/plan-templates/{template.pk}/steps/").status_code == 403
    assert client.get("/plan-templates/999999/steps/").status_code == 403


def test_the_preview_fills_in_a_real_customer_and_keeps_what_is_not_known(
    client: Client, manager: User
) -> None:
    template = make_template()
    milestone = make_milestone()
    customer = make_customer(name="Ninghai", owner=manager)
    plan = operations.start(milestone=milestone, customer=customer, by=manager, at=AT)
    assert plan
    client.force_login(manager)
    url = f"/plan-templates/{template.pk}/preview/"
    typed = {"title_en": "Ring {customer}", "body_en": "{value} <b>", "example": str(plan.pk)}
    shown = client.post(url, typed).content.decode()

    assert "Ring Ninghai" in shown
    assert "[to fill in: figures] &lt;b&gt;" in shown
    assert "<html" not in shown


def test_what_is_proved_by_criteria_stands_in_the_draft(manager: User) -> None:
    template = make_template()
    operations.add_template_step(template=template, values=STEP, by=manager, at=AT)
    milestone, customer = make_milestone(), make_customer()
    requirement = make_requirement(product=milestone.project.product, milestone=milestone)
    lead = make_user(Role.RND_LEAD)
    criterion = backlog.add_criterion(
        requirement=requirement, text="Tension swing ≤ 5 %", by=lead, at=AT
    )
    backlog.tick_criterion(criterion=criterion, is_met=True, by=lead, at=AT)
    handoffs.attach(
        feedback=make_feedback(product=requirement.product, customer=customer),
        requirement=requirement,
        by=manager,
        at=AT,
    )
    plan = operations.start(milestone=milestone, customer=customer, by=manager, at=AT)

    assert plan
    assert plan.steps.get(position=3).body_en == "Tension swing ≤ 5 %"


def test_the_places_of_a_step_are_named_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        shown = with_places("给 {customer} 打电话：<b>{nobody}")

    assert shown == '给 <span class="place">客户</span> 打电话：&lt;b&gt;{nobody}'
