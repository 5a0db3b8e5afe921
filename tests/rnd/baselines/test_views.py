"""Pages and API of baselines: freeze, compare, export, warn."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.projects import make_milestone, make_project
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.baselines.models import Baseline

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER, name="Lin")


@pytest.fixture
def manager(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client


def test_a_scope_is_frozen_compared_exported_and_shown_on_its_requirements(
    manager: Client, lin: User
) -> None:
    requirement = make_requirement(state="accepted", title="Splice")
    product = requirement.product
    milestone = make_milestone(project=make_project(product=product))
    wanted = {"name": "3.3", "product": product.pk}
    assert "All that is agreed" not in text_of(manager.get("/baselines/"))
    empty = manager.post("/baselines/new/", wanted | {"milestone": milestone.pk})
    assert (empty.status_code, "nothing in this scope" in text_of(empty)) == (422, True)
    manager.post("/baselines/new/", wanted)
    manager.post("/baselines/new/", {"name": "Only one", "pk": [requirement.pk]})
    first, second = Baseline.objects.order_by("pk")
    later = timezone.now() + timedelta(minutes=1)
    title = {"before": "Splice", "title": "=Splices"}
    backlog.rename(requirement=requirement, **title, by=lin, at=later)

    page = text_of(manager.get(f"/baselines/{first.number}/"))
    assert "1 requirements were frozen" in page
    assert "100 % of the scope" in page
    assert second.name in page
    assert "0 requirements differ" in text_of(
        manager.get(f"/baselines/{first.number}/?with={second.number}")
    )
    rows = manager.get(f"/baselines/{first.number}/export/").getvalue().decode()
    assert "Modified,Title,Splice,'=Splices,Lin" in rows
    assert "Changed since:" in text_of(manager.get(f"/requirements/{requirement.number}/"))
    assert first.name in text_of(manager.get("/baselines/"))
    manager.post(f"/baselines/{first.number}/retirement/", {"reason": "shipped"})
    assert first.name in text_of(manager.get("/baselines/?view=retired"))
    manager.post(f"/baselines/{first.number}/resumption/")
    assert Baseline.objects.get(pk=first.pk).is_active
    assert manager.get("/baselines/BL-0/").status_code == 404


def test_only_who_decides_freezes(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))

    assert client.get("/baselines/new/").status_code == 403
    assert client.get("/baselines/").status_code == 200


def test_the_api_freezes_and_compares() -> None:
    api, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement(state="accepted")
    body = {"name": "3.3", "product": requirement.product.code}
    wrong = api.post("/baselines", body | {"milestone": "M-0"})
    assert wrong.json()["errors"][0]["pointer"] == "#/milestone"
    number = api.post("/baselines", body).json()["number"]
    other = api.post("/baselines", body | {"requirements": [requirement.number]}).json()["number"]
    backlog.add_criterion(requirement=requirement, text="Under 5 %", by=api.user, at=timezone.now())

    told = api.get(f"/baselines/{number}/differences").json()
    assert (told["changed"], told["churn"]) == (1, 100)
    [change] = told["differences"][0]["changes"]
    assert (change["criteria_added"], change["by"]) == (["Under 5 %"], api.user.name)
    same = api.get(f"/baselines/{number}/differences?other={other}").json()
    assert same["churn"] == 0
    assert len(api.get(f"/baselines?product={requirement.product.code}").json()["items"]) == 2
    retired = api.post(f"/baselines/{number}/retirement", {"reason": "shipped"}).json()
    assert retired["retired_reason"] == "shipped"
    assert api.post(f"/baselines/{number}/resumption").json()["retired_at"] is None
    assert api.get(f"/baselines/{number}").json()["size"] == 1
