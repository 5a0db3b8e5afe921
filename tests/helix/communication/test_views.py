"""The pages of communication plans."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import DUE, make_milestone, make_project
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.models import CommunicationPlan, PlanStep, PlanTemplate
from twintrack.helix.communication.templatetags.communication import customers
from twintrack.helix.handoffs import operations as handoffs
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog import operations as backlog
from twintrack.sales.customers.models import Customer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def make_plan(seller: User, **milestone: object) -> CommunicationPlan:
    make_template()
    plan = operations.start(
        milestone=make_milestone(**milestone),
        customer=make_customer(owner=seller),
        by=seller,
        at=AT,
    )
    assert plan
    return plan


def test_a_salesperson_works_a_plan_off_and_takes_a_step_back(client: Client, seller: User) -> None:
    plan = make_plan(seller)
    client.force_login(seller)
    url = f"/plans/{plan.number}/"
    assert plan.customer.name in client.get("/plans/").content.decode()
    client.post(f"{url}steps/1/", {"state": "done"})
    client.post(f"{url}steps/1/", {"state": "done"})
    client.post(f"{url}steps/2/", {"state": "skipped", "reason": ""})
    assert "Say why this step is skipped" in client.get(url).content.decode()
    client.post(f"{url}steps/1/reopening/")
    client.post(f"{url}steps/1/reopening/")

    assert set(PlanStep.objects.values_list("state", flat=True)) == {"todo"}
    assert client.post(f"{url}steps/9/", {"state": "done"}).status_code == 404
    assert queries.count_mine(seller) == 2


def test_a_plan_stands_on_the_pages_of_its_customer_and_its_milestone(
    client: Client, seller: User
) -> None:
    plan = make_plan(seller)
    client.force_login(seller)
    at_customer = client.get(f"/customers/{plan.customer.number}/plans/")
    at_milestone = client.get(
        f"/milestones/{plan.milestone.number}/plans/", headers={"HX-Request": "true"}
    )

    assert plan.number in at_customer.content.decode()
    assert plan.number in at_milestone.content.decode()
    assert "<html" not in at_milestone.content.decode()


def wait_for(plan: CommunicationPlan, seller: User) -> Customer:
    """Let one more customer wait for something of the milestone of a plan."""
    customer = make_customer(owner=seller, name="BoltWerk")
    feedback = make_feedback(customer=customer, product=plan.milestone.project.product)
    requirement = handoffs.hand_over(feedback=feedback, by=seller, at=AT).requirement
    lead = make_user(Role.RND_LEAD)
    backlog.plan_for(requirement=requirement, milestone=plan.milestone, by=lead, at=AT)
    return customer


def test_a_milestone_promises_plans_only_where_a_template_fits(
    client: Client, seller: User
) -> None:
    plan = make_plan(seller, kind="custom")
    customer = wait_for(plan, seller)
    client.force_login(make_user(Role.SALES_MANAGER))
    url = f"/milestones/{plan.milestone.number}/plans/"
    assert (
        "Reaching this milestone starts a plan for 1 customer" in client.get(url).content.decode()
    )

    PlanTemplate.objects.all().delete()
    page = client.get(url).content.decode()
    assert "Reaching this milestone starts a plan" not in page
    assert "There is no template for milestones of the kind “Other”" in page
    assert "/plan-templates/new/?milestone_kind=custom" in page

    named = {"customer": customer.number}
    assert client.post(url, named).status_code == 302
    Milestone.objects.update(reached_on=DUE)
    assert "No plan has started for 1 customer who waits" in client.get(url).content.decode()
    client.post(url, named)
    assert CommunicationPlan.objects.count() == 1
    make_template(kind="")
    assert "Start the plan" in client.get(url).content.decode()
    assert client.post(url, named).headers["Location"].startswith("/plans/CP-")
    assert client.post(url, named).status_code == 404
    assert "BoltWerk" in client.get(url).content.decode()


def test_the_api_starts_a_plan_that_is_missing(seller: User) -> None:
    plan = make_plan(seller, kind="custom", reached_on=DUE)
    customer = wait_for(plan, seller)
    body = {"milestone": plan.milestone.number, "customer": customer.number}
    answer = call_as(user=seller).post("/plans", body)
    assert answer.status_code == 201
    assert answer.json()["customer"] == customer.number
    assert call_as(user=seller).post("/plans", body).status_code == 422


def test_only_who_sees_the_product_sees_its_plans(client: Client, seller: User) -> None:
    product = make_product(reach="teams")
    product.teams.add(make_team(make_user()))
    plan = make_plan(seller, project=make_project(product=product))
    client.force_login(seller)

    assert client.get(f"/plans/{plan.number}/").status_code == 404
    assert plan.number not in client.get("/plans/").content.decode()


def test_a_manager_writes_a_template_step_anew(client: Client) -> None:
    step = make_template().steps.get(position=1)
    client.force_login(make_user(Role.SALES_MANAGER))
    form = {
        "kind": "call",
        "role": "csm",
        "offset_days": "4",
        "title_zh": "打电话",
        "title_en": "Ring {customer}",
    }
    url = f"/plan-templates/steps/{step.pk}/"

    assert client.post(url, form | {"offset_days": "-1"}).status_code == 422
    client.post(url, form)
    assert "Ring {customer}" in client.get("/plan-templates/").content.decode()
    assert client.get("/plan-templates/steps/999999/").status_code == 404
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(url).status_code == 403


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    client: Client, seller: User
) -> None:
    client.force_login(seller)
    make_plan(seller)
    client.get("/plans/")
    few = queries_of(lambda: client.get("/plans/"))
    for _each in range(9):
        make_plan(seller)

    assert few <= 40
    assert queries_of(lambda: client.get("/plans/")) <= few


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "A, B, C and 2 more"), ("zh-hans", "A、B、C及另外 2 家客户")],
)
def test_more_customers_than_fit_in_a_line_are_counted_as_customers(
    language: str, words: str
) -> None:
    with translation.override(language):
        assert customers({"customer": name} for name in "ABCDE") == words
