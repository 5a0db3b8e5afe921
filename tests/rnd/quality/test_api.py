"""Reports, builds, tests and gates in the REST API."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from tests.factories.reports import junit, make_tested_repository, sha_of
from tests.factories.tokens import ApiClient, call_as
from tests.rnd.quality.reports import samples
from twintrack.foundation.access.roles import Role
from twintrack.rnd.quality.models import Build, TestCase

pytestmark = pytest.mark.django_db


def named(data: bytes | str, name: str = "unit.xml") -> BytesIO:
    file = BytesIO(data if isinstance(data, bytes) else data.encode())
    file.name = name
    return file


def send(api: ApiClient, number: str, data: bytes | str, **over: Any) -> Any:
    told = {"format": "junit", "commit": sha_of(1), "job": "unit", "branch": "main"} | over
    return api.upload(f"/repositories/{number}/reports", told | {"files": [named(data)]})


def test_reports_are_sent_once_and_read_again() -> None:
    repository = make_tested_repository()
    api = call_as(Role.ENGINEER)
    data = junit({"a": "failed", "b": "passed"})

    first = send(api, repository.number, data, at="2026-11-20T09:00:00+08:00")
    again = send(api, repository.number, data)

    assert first.status_code == 201
    told = first.json()
    assert (told["added"], told["known"], told["build"]["failed"]) == (1, 0, 1)
    assert again.json()["added"] == 0
    number = told["build"]["number"]
    detail = api.get(f"/builds/{number}").json()
    assert [each["test"] for each in detail["failed"]] == ["a"]
    assert [each["number"] for each in api.get("/builds").json()["items"]] == [number]
    assert api.get("/builds", {"state": "passed"}).json()["items"] == []
    failing = api.get("/tests", {"view": "failing"}).json()["items"]
    assert [(each["name"], each["failing_since"]) for each in failing] == [("a", number)]
    pk = failing[0]["id"]
    assert api.get(f"/tests/{pk}/results").json()["items"][0]["outcome"] == "failed"
    for view in ("all", "flaky", "muted"):
        assert api.get("/tests", {"view": view}).status_code == 200
    lcov = samples.LCOV
    covered = send(api, repository.number, lcov, format="lcov").json()["build"]
    assert (covered["lines_total"], covered["unmeasured"]) == (3, "commit")
    state = api.post(
        f"/repositories/{repository.number}/builds",
        {"commit": sha_of(2), "job": "image", "state": "failed", "at": "2026-11-21T09:00:00"},
    )
    build = state.json()["build"]
    # What CI says without a zone is the time here.
    assert build["state"] == "failed"
    assert datetime.fromisoformat(build["started_at"]) == datetime(2026, 11, 21, 1, tzinfo=UTC)


def test_what_cannot_be_read_is_refused_by_name() -> None:
    repository = make_tested_repository()
    api = call_as(Role.ENGINEER)

    bomb = send(api, repository.number, samples.BILLION_LAUGHS)
    assert (bomb.status_code, bomb.json()["code"]) == (422, "report-hostile")
    assert bomb.json()["detail"].startswith("unit.xml: ")
    assert send(api, repository.number, "<a/>", commit="main").status_code == 422
    assert send(api, repository.number, "<a/>", format="csv").status_code == 422
    assert send(api, "REPO-99", "<a/>").status_code == 404
    assert send(call_as(Role.SALESPERSON), repository.number, "<a/>").status_code == 403
    assert send(call_as(Role.ENGINEER, scope="read"), repository.number, "<a/>").status_code == 403
    assert not Build.objects.exists()


def test_tests_are_muted_and_given_owners_and_gates_are_set() -> None:
    repository = make_tested_repository()
    api, lead = call_as(Role.ENGINEER), call_as(Role.RND_LEAD)
    send(api, repository.number, junit({"a": "failed"}))
    pk = TestCase.objects.get().pk

    muted = api.post(f"/tests/{pk}/muting", {"until": "2020-01-01", "reason": "x"})
    assert muted.status_code == 422
    assert api.delete(f"/tests/{pk}/muting").json()["muted_until"] is None
    owned = api.post(f"/tests/{pk}/owner", {"before": None, "owner": api.user.pk})
    assert owned.json()["owner"]["id"] == api.user.pk
    assert api.post(f"/tests/{pk}/owner", {"before": None, "owner": None}).status_code == 409
    gates = f"/products/{repository.product.code}/quality-gates"
    body = {"before": {}, "limits": {"min_pass_rate": "98.0"}}
    assert api.post(gates, body).status_code == 403
    assert lead.post(gates, body).json()["min_pass_rate"] == "98.0"
    assert lead.post(gates, body | {"module_id": 999}).status_code == 422
    assert len(lead.get(gates).json()) == 1
    sales = call_as(Role.SALESPERSON)
    stands = sales.get(f"/products/{repository.product.code}/quality").json()
    assert [row["module_id"] for row in stands["rows"]] == [None]
    assert sales.get("/builds").status_code == 403
    assert sales.get(f"/tests/{pk}").status_code == 404
