"""Errors as problems, in the caller's language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.factories.tokens import ApiClient, call_as, make_token
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Product

pytestmark = pytest.mark.django_db
ZH = {"Accept_Language": "zh-CN"}


def test_what_is_wrong_is_said_field_by_field_and_nothing_is_written() -> None:
    caller = call_as(Role.PRODUCT_MANAGER)

    answer = caller.post("/products", {"code": "h3", "nme": "H3"})

    problem = answer.json()
    assert answer.status_code == problem["status"] == 422
    assert problem["type"] == "urn:twintrack:problem:not-valid"
    assert {(each["pointer"], each["code"]) for each in problem["errors"]} == {
        ("#/name", "missing"),
        ("#/nme", "extra-forbidden"),
    }
    assert "“nme”" in problem["errors"][1]["detail"]
    assert not Product.objects.exists()


def test_a_problem_speaks_the_language_asked_for_and_else_the_persons() -> None:
    caller = call_as(Role.ENGINEER)
    own = call_as(user=make_user(Role.ENGINEER, language="zh-hans"))
    body = {"code": "h3", "name": "H3"}

    assert caller.post("/products", body).json()["detail"].startswith("Your roles")
    for answer in (caller.post("/products", body, **ZH), own.post("/products", body)):
        assert answer.status_code == 403
        assert answer.json()["code"] == "not-allowed"
        assert answer.headers["Content-Language"] == "zh-hans"
        assert "角色" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nothing", 404, "not-there"),
        ("/products/none", 404, "not-there"),
        ("/products?limit=201", 422, "not-valid"),
        ("/events?after=99999999999999999999", 422, "not-valid"),
        ("/requirements?state=new", 422, "not-valid"),
    ],
)
def test_other_refusals_are_problems_too(path: str, status: int, code: str) -> None:
    answer = call_as(Role.ENGINEER).get(path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == code


def test_a_method_that_an_address_does_not_take_is_told_with_those_it_takes() -> None:
    answer = call_as(Role.ENGINEER).delete("/products")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.json()["code"] == "method-not-taken"


@pytest.mark.parametrize("body", ["{", '"text"', "[]", '{"name": NaN}', "\ufeff{}", ""])
def test_a_body_that_cannot_be_read_is_refused(body: str) -> None:
    caller = call_as(Role.PRODUCT_MANAGER)

    answer = caller.client.post(
        "/api/v1/products", body, content_type="application/json", headers=caller.headers
    )

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["a\x00b", "\ud800", "x" * 81, "", "  "])
def test_text_that_no_database_keeps_is_refused(name: str) -> None:
    answer = call_as(Role.PRODUCT_MANAGER).post("/products", {"code": "h3", "name": name})

    assert answer.status_code == 422
    assert not Product.objects.exists()


def test_two_who_edit_one_field_are_shown_both_versions() -> None:
    milestone = make_milestone()
    caller = call_as(Role.RND_LEAD)
    path = f"/milestones/{milestone.number}/forecast"

    first = caller.post(path, {"before": "2026-12-18", "forecast_on": "2026-12-20"})
    second = caller.post(path, {"before": "2026-12-18", "forecast_on": "2026-12-24"})

    assert first.json()["forecast_on"] == "2026-12-20"
    assert second.status_code == 409
    problem = second.json()
    assert (problem["code"], problem["field"]) == ("stale-edit", "forecast_on")
    assert (problem["current"], problem["attempted"]) == ("2026-12-20", "2026-12-24")
    milestone.refresh_from_db()
    assert str(milestone.forecast_on) == "2026-12-20"


def test_what_a_field_names_and_is_not_there_is_that_fields_error() -> None:
    answer = call_as(Role.SALESPERSON).post("/requirements", {"product": "none", "title": "x"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/product"


def test_a_fault_of_ours_is_told_without_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    from twintrack.hub.products import queries

    def broken(*, for_user: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(queries, "list_products", broken)
    answer = call_as(Role.ENGINEER).get("/products")

    assert answer.status_code == 500
    assert answer.json()["code"] == "our-fault"
    assert "secret" not in answer.content.decode()


def test_a_database_that_is_busy_is_told_with_when_to_try_again() -> None:
    caller = call_as(Role.PRODUCT_MANAGER)

    def write_nothing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write_nothing):
        english = caller.post("/products", {"code": "h3", "name": "H3"})
        chinese = caller.post("/products", {"code": "h3", "name": "H3"}, **ZH)

    for answer in (english, chinese):
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "3"
    assert english.json()["detail"].startswith("Others are writing right now")
    assert "其他人正在写入" in chinese.json()["detail"]


def test_too_many_requests_in_a_minute_are_put_off() -> None:
    caller, other = call_as(Role.ENGINEER), call_as(Role.ENGINEER)
    with override_settings(TWINTRACK={**settings_now(), "api_requests_a_minute": 3}):
        # Twice as many and one more: even if a minute ends in between, one is too many.
        answers = [caller.get("/me") for _ in range(7)]
        put_off = [each for each in answers if each.status_code == 429]

        assert answers[0].status_code == 200
        assert put_off[0].json()["code"] == "too-many-requests"
        assert 0 < int(put_off[0].headers["Retry-After"]) <= 60
        assert other.get("/me").status_code == 200


def settings_now() -> dict[str, object]:
    from django.conf import settings

    return dict(settings.TWINTRACK)


def test_a_token_ends_at_once_when_revoked_and_when_it_expires_and_with_its_owner() -> None:
    caller = call_as(Role.ENGINEER)
    assert caller.get("/me").status_code == 200
    ApiToken.objects.update(revoked_at=datetime(2026, 11, 24, tzinfo=UTC))

    revoked = caller.get("/me")

    assert revoked.status_code == 401
    assert revoked.json()["code"] == "token-not-valid"
    past = datetime.now(UTC) - timedelta(seconds=1)
    _token, secret = make_token(make_user(), expires_at=past)
    assert ApiClient(make_user(), secret).get("/me").status_code == 401
    gone = make_user(is_active=False)
    assert call_as(user=gone).get("/me").status_code == 401


def test_the_last_use_is_noted_at_most_once_a_minute(
    django_assert_num_queries: object,
) -> None:
    caller = call_as(Role.ENGINEER)

    caller.get("/me")
    noted = ApiToken.objects.get().last_used_at
    caller.get("/me")

    assert noted is not None
    assert ApiToken.objects.get().last_used_at == noted


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer twt_unknown", "Basic YTpi", "x"])
def test_a_wrong_key_is_refused_even_beside_a_session(client: Client, header: str) -> None:
    client.force_login(make_user(Role.ADMIN))

    assert client.get("/api/v1/me", headers={"Authorization": header}).status_code == 401


def test_a_session_reads_and_changes_only_with_the_pages_own_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    body = {"code": "h3", "name": "H3"}

    assert client.get("/api/v1/me").status_code == 200
    forged = client.post("/api/v1/products", body, content_type="application/json")
    client.get("/inbox/")
    token = client.cookies["csrftoken"].value
    real = client.post(
        "/api/v1/products", body, content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert forged.json()["code"] == "form-token-missing"
    assert real.status_code == 201


def test_what_the_api_does_stands_in_the_ledger_as_its_owners_act() -> None:
    caller = call_as(Role.PRODUCT_MANAGER)

    caller.post("/products", {"code": "h3", "name": "H3"})

    entry = Entry.objects.get()
    assert (entry.kind, entry.actor) == ("product.added", caller.user)
    assert make_product().code != "h3"
