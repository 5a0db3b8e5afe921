"""The first page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.helix.communication import operations as communication
from twintrack.helix.desk.onboarding import first_hour
from twintrack.helix.handoffs import operations as handoffs

pytestmark = pytest.mark.django_db


def test_a_stranger_is_led_to_the_sign_in(client: Client) -> None:
    make_user()
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_opens_for_every_role(client: Client, role: Role) -> None:
    make_feedback()
    client.force_login(make_user(role))

    assert client.get("/").status_code == 200
    assert client.get("/?as=table").status_code == 200


@pytest.mark.parametrize(
    ("region", "shown"),
    [("cards", "decide"), ("strip", "helixstrip"), ("between", "stream"), ("rnd", "stat")],
)
def test_each_part_is_rendered_alone(client: Client, region: str, shown: str) -> None:
    manager = make_user(Role.PRODUCT_MANAGER)
    milestone = make_milestone(due_on=timezone.localdate(), forecast_on=timezone.localdate())
    feedback = make_feedback(product=milestone.project.product)
    handoffs.attach(
        feedback=feedback,
        requirement=make_requirement(product=feedback.product),
        by=manager,
        at=feedback.recorded_at,
    )
    client.force_login(manager)
    page = client.get("/", headers={"HX-Request": "true", "HX-Target": f"div#{region}"})

    assert shown in page.content.decode()
    assert "<html" not in page.content.decode()


def test_the_first_hour_leads_step_by_step_and_can_be_put_away(client: Client) -> None:
    admin = make_user(Role.ADMIN, Role.PRODUCT_MANAGER)
    client.force_login(admin)
    assert "The first hour" in client.get("/").content.decode()
    first = first_hour(admin)
    assert first
    assert first.done == 0
    product = make_product(owner=admin)
    make_feedback(product=product, customer=make_customer(owner=admin), recorded_by=admin)
    with translation.override("en"):
        now = first_hour(admin)
    assert now
    assert now.next
    assert (now.done, now.next.title) == (3, "Invite people of both tracks")

    client.post("/today/first-hour/")
    assert "The first hour" not in client.get("/").content.decode()
    make_user()
    make_requirement(product=product, state="accepted")
    make_milestone()
    assert first_hour(admin) is None


def test_the_first_page_asks_the_same_number_of_questions_however_much_there_is(
    client: Client,
) -> None:
    manager = make_user(Role.PRODUCT_MANAGER, Role.SALESPERSON, Role.CSM)
    client.force_login(manager)

    def add() -> None:
        milestone = make_milestone(due_on=timezone.localdate(), forecast_on=timezone.localdate())
        for planned in (None, timezone.localdate()):
            requirement = make_requirement(
                product=milestone.project.product, milestone=milestone, planned_on=planned
            )
            feedback = make_feedback(
                product=requirement.product, customer=make_customer(owner=manager)
            )
            handoffs.attach(
                feedback=feedback,
                requirement=requirement,
                by=manager,
                at=feedback.recorded_at,
            )

    add()
    client.get("/")
    few = queries_of(lambda: client.get("/"))
    for _each in range(6):
        add()

    assert few <= 90
    assert queries_of(lambda: client.get("/")) <= few


def test_a_card_that_is_done_with_one_press_has_its_key_too(client: Client) -> None:
    seller = make_user(Role.SALESPERSON)
    # So long ago that a step is due, on any day of the week.
    reached = timezone.localdate() - timedelta(days=5)
    make_template()
    communication.start(
        milestone=make_milestone(due_on=reached, forecast_on=reached),
        customer=make_customer(owner=seller),
        by=seller,
        at=timezone.now(),
    )
    client.force_login(seller)
    page = client.get("/").content.decode()

    assert re.search(r'<button type="submit" class="btn sm" data-hotkey="\d">', page)
