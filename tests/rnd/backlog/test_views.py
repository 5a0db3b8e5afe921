"""The pages of the requirement pool."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    return client


def test_a_manager_proposes_scores_decides_plans_and_moves_a_requirement(manager: Client) -> None:
    product = make_product()
    page = manager.post(
        "/requirements/new/",
        {"product": product.pk, "title": "Tension", "kind": "improvement"},
        follow=True,
    )
    url = page.redirect_chain[0][0]
    estimate = {"reach": "4", "impact": "3", "confidence": "80", "effort": "0.5"}

    manager.post(url + "score/", estimate)
    manager.post(url + "decision/", {"decision": "accepted", "reason": "lines stand still"})
    manager.post(url + "date/", {"planned_on": "2026-12-23"})
    manager.post(url + "state/", {"state": "in_development"})

    requirement = Requirement.objects.get()
    assert (requirement.state, requirement.value_score) == ("in_development", 44)
    assert str(requirement.planned_on) == "2026-12-23"
    assert "lines stand still" in manager.get(url).content.decode()


def test_what_is_refused_says_why_and_keeps_what_was_typed(manager: Client) -> None:
    url = f"/requirements/{make_requirement(state='accepted').number}/"

    again = manager.post(url + "decision/", {"decision": "accepted", "reason": "my words"})
    stale = manager.post(url + "date/", {"before": "2026-01-01", "planned_on": "2026-12-23"})
    wild = manager.post(url + "score/", {"reach": "-1"})
    skipped = manager.post(url + "state/", {"state": "released"}, follow=True)

    assert [each.status_code for each in (again, stale, wild)] == [422, 422, 422]
    assert "my words" in again.content.decode()
    assert "in the meantime" in stale.content.decode()
    assert "leads to Planned or In development only" in skipped.content.decode()


def test_who_may_not_decide_is_told_so(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    url = f"/requirements/{make_requirement().number}/"

    page = client.post(url + "decision/", {"decision": "accepted", "reason": "please"})

    assert page.status_code == 403
    assert client.get(url).status_code == 200


def test_the_list_costs_the_same_for_three_and_for_thirty(manager: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            manager.get("/requirements/")
        return len(queries)

    manager.get("/requirements/")  # the first page after the start asks whether anybody is in
    for _ in range(3):
        make_requirement()
    few = cost()
    for _ in range(27):
        make_requirement()

    assert cost() == few


def test_a_requirement_is_planned_for_a_milestone_on_its_page(client: Client) -> None:
    client.force_login(make_user(Role.RND_LEAD))
    milestone, other = make_milestone(name="Core tested"), make_milestone()
    requirement = make_requirement(product=milestone.project.product)
    url = f"/requirements/{requirement.number}/"

    wrong = client.post(f"{url}milestone/", {"milestone": other.pk})
    client.post(f"{url}milestone/", {"milestone": milestone.pk})

    assert wrong.status_code == 422
    assert f'href="/milestones/{milestone.number}/"' in client.get(url).content.decode()
