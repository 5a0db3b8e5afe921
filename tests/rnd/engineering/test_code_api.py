"""Pull requests, runs, deployments and web hooks in the REST API, also told by hand."""

from typing import Any

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.histories import make_repository
from tests.factories.hooks import make_deployment, make_pull
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.rnd.engineering.models import Pipeline, PullRequest, Repository

pytestmark = pytest.mark.django_db
PULL = {"number": 12, "title": "REQ-3 and W-8", "told_at": "2026-11-02T08:00:00Z"}
REVIEW = {"verdict": "approved", "at": "2026-11-02T10:00:00Z", "key": "1"}
DEPLOYED = {
    "key": "d1",
    "environment": "Production-EU",
    "sha": "A" * 40,
    "told_at": "2026-11-03T08:00:00Z",
}


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_pull_request_is_told_by_hand_reviewed_and_read() -> None:
    product = make_product()
    make_requirement(number="REQ-3", product=product)
    make_work_item(number="W-8", product=product)
    repository = make_repository("/x", product=product)
    ann = make_user(Role.ENGINEER, name="Ann", email="ann@example.com")
    api, at = call_as(Role.ENGINEER), f"/repositories/{repository.number}/pull-requests"

    told = api.post(at, PULL | {"author": {"mail": "ann@example.com"}})
    assert (told.status_code, told.json()["author"]["id"]) == (200, ann.pk)
    assert api.post(f"{at}/12/reviews", REVIEW).json()["approved_at"] == "2026-11-02T10:00:00Z"
    assert api.post(f"{at}/12/reviews", REVIEW).status_code == 200
    merged = {"state": "merged", "merged_at": "2026-11-02T11:00:00Z"}
    later = PULL | merged | {"told_at": "2026-11-02T11:00:00Z"}
    assert api.post(at, later).json()["state"] == "merged"
    assert api.post(at, PULL).json()["state"] == "merged"

    one = api.get(f"{at}/12").json()
    assert (one["requirements"], one["work_items"]) == (["REQ-3"], ["W-8"])
    assert [each["verdict"] for each in one["reviews"]] == ["approved"]
    assert kinds() == ["pull_request.opened", "pull_request.reviewed", "pull_request.merged"]
    for url in ("/requirements/REQ-3", "/work-items/W-8"):
        assert [each["number"] for each in api.get(f"{url}/pull-requests").json()["items"]] == [12]
    assert api.get("/work-items/W-8/commits").json()["items"] == []
    assert api.get("/pull-requests", {"view": "waiting"}).json()["items"] == []
    mine = {"person_id": ann.pk, "repository": repository.number}
    assert len(api.get("/pull-requests", mine).json()["items"]) == 1
    assert api.get(f"{at}/13").status_code == 404
    assert api.post(f"{at}/13/reviews", REVIEW).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("pull-requests", PULL | {"title": " "}),
        ("pull-requests", PULL | {"state": "lost"}),
        ("pull-requests", PULL | {"head_sha": "xyz"}),
        ("pull-requests", PULL | {"url": "javascript:alert(1)"}),
        ("deployments", DEPLOYED | {"environment": " "}),
        ("deployments", DEPLOYED | {"told_at": "2026-11-03T08:00:00"}),
        ("pipelines", {"key": "1", "state": "passed"}),
    ],
)
def test_what_is_wrong_is_refused(path: str, body: dict[str, Any]) -> None:
    repository = make_repository("/x")

    answer = call_as(Role.ENGINEER).post(f"/repositories/{repository.number}/{path}", body)

    assert answer.status_code == 422
    assert not kinds()


def test_runs_and_deployments_are_told_noted_as_broken_and_restored() -> None:
    repository = make_repository("/x")
    api, at = call_as(Role.ENGINEER), f"/repositories/{repository.number}"
    run = {"key": "1", "state": "passed", "told_at": "2026-11-02T08:00:00Z", "sha": "b" * 40}
    assert api.post(f"{at}/pipelines", run).json()["state"] == "passed"
    assert len(api.get(f"{at}/pipelines", {"state": "passed"}).json()["items"]) == 1

    deployment = api.post(f"{at}/deployments", DEPLOYED).json()

    assert (deployment["is_production"], deployment["sha"]) == (True, "a" * 40)
    url = f"/deployments/{deployment['id']}"
    assert api.get(url).json()["state"] == "succeeded"
    early = {"since": "2026-11-01T08:00:00Z"}
    assert api.post(f"{url}/breakage", early).status_code == 422
    assert api.post(f"{url}/restoration", early).status_code == 409
    broken = {"since": "2026-11-03T09:00:00Z", "note": "Slow"}
    assert api.post(f"{url}/breakage", broken).json()["is_failure"]
    # Noted alike it stays; what somebody noted is not overwritten unseen.
    assert api.post(f"{url}/breakage", broken).status_code == 200
    other = broken | {"note": "Stands still"}
    assert api.post(f"{url}/breakage", other).status_code == 409
    unseen = other | {"before": {"since": broken["since"], "note": "Fast"}}
    assert api.post(f"{url}/breakage", unseen).status_code == 409
    seen = other | {"before": broken}
    assert api.post(f"{url}/breakage", seen).json()["broke_note"] == "Stands still"
    listed = api.get("/deployments", {"is_failure": True, "environment": "Production-EU"})
    assert len(listed.json()["items"]) == 1
    restored = api.post(f"{url}/restoration", {"since": "2026-11-03T12:00:00Z"}).json()
    assert restored["restored_at"] == "2026-11-03T12:00:00Z"
    failed = DEPLOYED | {"key": "d2", "state": "failed"}
    assert api.post(f"{at}/deployments", failed).json()["is_failure"]
    assert kinds() == [
        "pipeline.finished",
        "deployment.finished",
        "deployment.broke",
        "deployment.broke",
        "deployment.restored",
        "deployment.finished",
    ]
    bad = api.post(f"/deployments/{Repository.objects.count() + 900}/breakage", broken)
    assert bad.status_code == 404


def test_the_past_comes_at_once_and_only_once() -> None:
    repository = make_repository("/x")
    api, at = call_as(Role.RND_LEAD), f"/repositories/{repository.number}/past"
    run = {"key": "1", "state": "failed", "told_at": "2026-11-02T08:00:00Z"}
    past = {
        "pull_requests": [PULL, PULL | {"number": 13}],
        "reviews": [REVIEW | {"number": 12}, REVIEW | {"number": 99}],
        "pipelines": [run],
        "deployments": [
            DEPLOYED | {"state": "failed"},
            DEPLOYED | {"key": "d2", "told_at": "2026-11-04T08:00:00Z"},
        ],
    }

    assert api.post(at, past).json() == {
        "pull_requests": 2,
        "reviews": 1,
        "pipelines": 1,
        "deployments": 2,
    }
    assert set(api.post(at, past).json().values()) == {0}
    assert kinds() == ["repository.history_brought"]
    assert PullRequest.objects.get(number=12).approved_at is not None
    failed = api.get("/deployments", {"is_failure": True}).json()["items"][0]
    assert failed["restored_at"] == "2026-11-04T08:00:00Z"
    assert api.post(at, {"pull_requests": [PULL | {"title": "  "}]}).status_code == 422
    assert Pipeline.objects.count() == 1


def test_web_hooks_and_logins_are_managed() -> None:
    repository = make_repository("/x")
    api = call_as(Role.RND_LEAD)

    opened = api.post("/hooks", {"host": "gitlab", "repository": repository.number})

    assert opened.status_code == 201
    assert opened.json()["secret"].startswith("whsec_")
    hook = opened.json()["hook"]
    assert hook["repository"] == repository.number
    assert api.post("/hooks", {"host": "svn"}).status_code == 422
    assert api.post(f"/hooks/{hook['id']}/secret").json()["secret"] != opened.json()["secret"]
    assert [each["id"] for each in api.get("/hooks").json()["items"]] == [hook["id"]]
    sent = api.client.post(hook["path"], b"{}", content_type="application/json")
    assert sent.json()["code"] == "signature-wrong"
    # A token does not stand for the signature.
    assert api.post(hook["path"].removeprefix("/api/v1"), {}).status_code == 401
    assert api.get("/hooks").json()["items"][0]["forged_count"] == 1
    assert api.post(f"/hooks/{hook['id']}/revocation").json()["revoked_at"]
    assert api.get(f"/hooks/{hook['id']}/deliveries").json()["items"] == []
    assert api.get("/hook-deliveries/1").status_code == 404
    login = api.post("/host-logins", {"host": "github", "login": "lea"})
    assert login.status_code == 201
    assert [each["login"] for each in api.get("/host-logins").json()] == ["lea"]
    other = {"host": "github", "login": "x", "person_id": make_user(Role.ENGINEER).pk}
    assert api.post("/host-logins", other).status_code == 403
    assert api.delete(f"/host-logins/{login.json()['id']}").status_code == 204


def test_sales_gets_nothing() -> None:
    repository = make_repository("/x")
    pull, deployment = make_pull(repository), make_deployment(repository)
    api = call_as(Role.SALESPERSON)
    at = f"/repositories/{repository.number}"

    for url in ("/pull-requests", "/deployments", "/hooks"):
        assert api.get(url).status_code == 403
    for url in (
        f"{at}/pull-requests/{pull.number}",
        f"/deployments/{deployment.pk}",
        f"{at}/pipelines",
    ):
        assert api.get(url).status_code == 404
    for path, body in (("pull-requests", PULL), ("deployments", DEPLOYED), ("past", {})):
        assert api.post(f"{at}/{path}", body).status_code == 404
    breakage = {"since": "2026-11-03T09:00:00Z"}
    assert api.post(f"/deployments/{deployment.pk}/breakage", breakage).status_code == 404
    assert call_as(Role.ENGINEER).post("/hooks", {"host": "github"}).status_code == 403
