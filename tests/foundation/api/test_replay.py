"""A post that carries an `Idempotency-Key` happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from tests.factories.tokens import ApiClient, call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.models import KeptAnswer
from twintrack.hub.products.models import Product

BODY = {"name": "Acme"}


@pytest.mark.django_db
def test_the_same_post_sent_again_is_answered_the_same_and_done_once() -> None:
    caller = call_as(Role.SALESPERSON)

    first = caller.post("/customers", BODY, Idempotency_Key="k1")
    again = caller.post("/customers", BODY, Idempotency_Key="k1")

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_a_key_stands_for_one_request_of_one_person() -> None:
    caller, other = call_as(Role.SALESPERSON), call_as(Role.SALESPERSON)
    caller.post("/customers", BODY, Idempotency_Key="k1")

    different = caller.post("/customers", {"name": "Other"}, Idempotency_Key="k1")
    others = other.post("/customers", {"name": "Third"}, Idempotency_Key="k1")

    assert different.status_code == 422
    assert different.json()["code"] == "key-of-another-request"
    assert others.status_code == 201


@pytest.mark.django_db
def test_a_refused_post_may_be_tried_again_with_its_key() -> None:
    caller = call_as(Role.SALESPERSON)
    caller.post("/customers", BODY)

    refused = caller.post("/customers", BODY, Idempotency_Key="k1")
    renamed = caller.post("/customers", {"name": "New"}, Idempotency_Key="k1")

    assert refused.status_code == 409
    assert renamed.status_code == 201


@pytest.mark.django_db
def test_answers_are_kept_for_a_day() -> None:
    caller = call_as(Role.SALESPERSON)
    caller.post("/customers", BODY, Idempotency_Key="k1")
    KeptAnswer.objects.update(made_at=datetime.now(UTC) - timedelta(hours=25))

    again = caller.post("/customers", BODY, Idempotency_Key="k1")

    assert again.status_code == 409
    assert not KeptAnswer.objects.exists() or KeptAnswer.objects.get().status


@pytest.mark.django_db
def test_a_key_that_is_too_long_is_refused() -> None:
    answer = call_as(Role.SALESPERSON).post("/customers", BODY, Idempotency_Key="k" * 201)

    assert answer.status_code == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_ledger")
def test_two_that_arrive_together_are_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = call_as(Role.PRODUCT_MANAGER)
    if connection.vendor == "sqlite":
        # On a loaded machine the second may wait for the first longer than pages do.
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 60)
    caller.get("/me")

    def send(_number: int) -> int:
        try:
            each = ApiClient(caller.user, "")
            each.headers = caller.headers
            answer = each.post("/products", {"code": "h3", "name": "H3"}, Idempotency_Key="k1")
            return int(answer.status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        statuses = list(threads.map(send, range(2)))

    assert statuses == [201] * 2
    assert Product.objects.count() == 1
