"""Repositories and commits in the REST API."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.histories import History, make_repository, read
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.models import Repository

pytestmark = pytest.mark.django_db


def test_a_repository_is_added_changed_and_asked_for() -> None:
    make_product(code="h3")
    api = call_as(Role.RND_LEAD)

    added = api.post("/repositories", {"product": "h3", "source": "https://example.com/tool.git"})

    assert added.status_code == 201
    number = added.json()["number"]
    assert added.json()["name"] == "tool"
    assert added.json()["is_waiting"]
    changed = api.patch(
        f"/repositories/{number}", {"before": {"name": "tool"}, "values": {"name": "Core"}}
    )
    assert changed.json()["name"] == "Core"
    stale = api.patch(f"/repositories/{number}", {"before": {"name": "x"}, "values": {"name": "Y"}})
    assert stale.status_code == 409
    Repository.objects.update(asked_at=None)
    assert api.post(f"/repositories/{number}/reading").json()["is_waiting"]
    assert [each["number"] for each in api.get("/repositories").json()["items"]] == [number]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"product": "h3", "source": "/etc"}, 422),
        ({"product": "h3", "source": "-x"}, 422),
        ({"product": "nothing", "source": "https://example.com/a"}, 422),
        ({"product": "h3", "source": "https://example.com/a", "reference_pattern": "x"}, 422),
    ],
)
def test_what_is_wrong_is_refused(body: dict[str, str], status: int) -> None:
    make_product(code="h3")

    assert call_as(Role.RND_LEAD).post("/repositories", body).status_code == status
    assert not Repository.objects.exists()


def test_commits_releases_and_rules_are_given(history: History) -> None:
    product = make_product()
    core = Module.objects.create(product=product, name="Core")
    make_requirement(number="REQ-3", product=product)
    sha = history.commit("REQ-3 begin\n\nWhy.", {"core/a": "1"})
    history.tag("v1")
    history.commit("More", {"b": "1"})
    repository = make_repository(history, product=product)
    read(repository)
    api, at = call_as(Role.RND_LEAD), f"/repositories/{repository.number}"

    rule = {"pattern": "core/**", "module_id": core.pk}
    assert api.post(f"{at}/rules", {"before": [], "rules": [rule]}).json() == {"files": 1}
    assert api.get(f"{at}/rules").json() == [rule | {"module": "Core"}]
    commits = api.get(f"{at}/commits").json()["items"]
    assert [each["first_release"] for each in commits] == [None, "v1"]
    narrowed = api.get(f"{at}/commits", {"module_id": core.pk, "release": "v1"}).json()["items"]
    assert [each["sha"] for each in narrowed] == [sha]
    one = api.get(f"{at}/commits/{sha}").json()
    assert (one["requirements"], one["body"]) == (["REQ-3"], "Why.")
    assert [each["path"] for each in one["files"]] == ["core/a"]
    assert [each["name"] for each in api.get(f"{at}/releases").json()["items"]] == ["v1"]
    of_it = api.get("/requirements/REQ-3/commits").json()["items"]
    assert [each["sha"] for each in of_it] == [sha]


def test_sales_gets_nothing(history: History) -> None:
    make_requirement(number="REQ-3")
    repository = make_repository(history)
    api = call_as(Role.SALESPERSON)

    assert api.get("/repositories").status_code == 403
    assert api.get(f"/repositories/{repository.number}").status_code == 404
    assert api.get(f"/repositories/{repository.number}/commits").status_code == 404
    assert api.get("/requirements/REQ-3/commits").status_code == 403
