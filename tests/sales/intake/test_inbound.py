"""Other systems send what customers say: once, signed, and never an old state over a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations
from twintrack.sales.intake.keys import sign, signing_secret
from twintrack.sales.intake.models import Delivery, HeldRow, InboundSource
from twintrack.sales.intake.operations import Template
from twintrack.sales.intake.operations.receiving import OWN_FIELDS

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAID = {
    "external_id": "T-1",
    "customer": "Ninghai",
    "product": "H3",
    "verbatim": "The film tears",
    "updated_at": "2026-11-20T10:00:00Z",
}
# What Worktile is known to send when a task is made, and when its title changes.
CREATED = {
    "event": "create_task",
    "payload": {
        "id": "65a1",
        "title": "换卷时张力跳动",
        "identifier": "WT-8841",
        "type": {"id": "1", "name": "客户反馈"},
        "creator": {"uid": "u1", "display_name": "赵一帆"},
    },
}
RENAMED = {
    "event": "update_task",
    "payload": {
        "task": {"id": "65a1", "title": "换卷时张力跳动，断膜", "identifier": "WT-8841"},
        "from": "换卷时张力跳动",
        "to": "换卷时张力跳动，断膜",
    },
}
WORKTILE = Template(
    paths={
        "verbatim": "payload.task.title | payload.title",
        "external_id": "payload.task.identifier | payload.identifier",
        "kind": "payload.type.name",
    },
    defaults={"customer": "Ninghai", "product": "H3"},
    value_maps={"kind": {"客户反馈": "complaint"}},
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def admin() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.ADMIN)


def opened(admin: User, template: Template | None = None) -> tuple[InboundSource, str]:
    template = template or Template()
    return operations.add_source(name="desk", template=template, by=admin, at=AT)


def send(key: str, body: object, **headers: str) -> tuple[int, dict[str, object]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = Client().post(
        f"/api/v1/inbound/feedback/{key}",
        data,
        content_type="application/json",
        headers={"Accept-Language": "en", **headers},
    )
    return answer.status_code, answer.json()


def test_our_own_format_is_recorded_by_the_address_itself(admin: User) -> None:
    source, key = opened(admin)

    status, told = send(key, SAID)

    feedback = Feedback.objects.get()
    assert (status, told["outcome"], told["feedback"]) == (201, "recorded", feedback.number)
    assert (feedback.source, feedback.channel) == ("desk", "api")
    assert feedback.recorded_by == source.acts_as
    assert source.hint.endswith(key[-4:])
    assert key not in json.dumps(list(InboundSource.objects.values("key_hash", "salt", "hint")))
    entry = Entry.objects.get(kind="inbound.received")
    assert entry.payload["outcome"] == "recorded"


def test_the_same_again_is_the_same_and_an_older_state_changes_nothing(admin: User) -> None:
    _source, key = opened(admin)
    send(key, SAID)

    same = send(key, SAID)[1]["outcome"]
    older = send(key, {**SAID, "verbatim": "old", "updated_at": "2026-11-19T10:00:00Z"})[1]
    newer = send(key, {**SAID, "verbatim": "new", "updated_at": "2026-11-21T10:00:00Z"})[1]
    undated = {**SAID, "verbatim": "whenever"}
    del undated["updated_at"]
    no_date = send(key, undated)[1]["outcome"]

    assert (same, older["outcome"], newer["outcome"], no_date) == (
        "known",
        "older",
        "updated",
        "known",
    )
    assert Feedback.objects.get().verbatim == "new"


def test_what_a_person_corrected_here_is_not_overwritten_from_outside(admin: User) -> None:
    _source, key = opened(admin)
    send(key, SAID)
    feedback_operations.change(
        feedback=Feedback.objects.get(), changes={"verbatim": "ours"}, by=admin, at=timezone.now()
    )

    newer = {**SAID, "verbatim": "theirs", "severity": "minor", "updated_at": "2026-11-21T10:00Z"}
    _status, told = send(key, newer)

    feedback = Feedback.objects.get()
    assert (feedback.verbatim, feedback.severity) == ("ours", "minor")
    assert told["reasons"] == ["In the customer's words was changed here; ours is kept."]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{broken", "The body is not JSON."),
        ([1], "The body must be one JSON object, not a list or a single value."),
        ({**SAID, "urgency": 1, "x": 2}, "There is no field “urgency”."),
        ({**SAID, "verbatim": ""}, "“In the customer's words” is missing."),
        ({**SAID, "occurred_at": "2099-01-01"}, "lies in the future."),
        ({**SAID, "updated_at": "soon"}, "is no date."),
        ({**SAID, "updated_at": int("9" * 400)}, "is no date."),
        ({**SAID, "occurred_at": "2026-11-01T08:00:00+25:00"}, "is no date."),
        ({**SAID, "updated_at": "0001-01-01T00:00:00Z"}, "0001-01-01T00:00:00Z lies before 1990."),
        ({**SAID, "occurred_at": "1989-12-31"}, "Happened: 1989-12-31 lies before 1990."),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_stands_in_the_log(
    admin: User, body: object, reason: str
) -> None:
    _source, key = opened(admin)

    status, told = send(key, body)

    assert status == 422
    assert reason in str(told["detail"])
    assert Delivery.objects.get().outcome == "refused"
    assert not Feedback.objects.exists()


def test_a_clock_there_that_is_ahead_freezes_nothing(admin: User) -> None:
    _source, key = opened(admin)
    send(key, {**SAID, "updated_at": "2099-01-01"})
    first = Feedback.objects.get().source_updated_at
    assert first is not None
    assert first <= timezone.now()

    later = (timezone.now() + timedelta(seconds=30)).isoformat()
    told = send(key, {**SAID, "verbatim": "newer", "updated_at": later})[1]

    assert told["outcome"] == "updated"
    assert Feedback.objects.get().verbatim == "newer"


def test_an_unknown_customer_is_held_once_and_the_newest_words_wait(admin: User) -> None:
    _source, key = opened(admin)
    unknown = {**SAID, "customer": "Bolt"}

    status, told = send(key, unknown)
    send(key, {**unknown, "verbatim": "newer", "updated_at": "2026-11-21T10:00:00Z"})
    older = send(key, {**unknown, "verbatim": "old", "updated_at": "2026-11-01T10:00:00Z"})[1]

    assert (status, told["outcome"], older["outcome"]) == (202, "held", "older")
    held = HeldRow.objects.get()
    assert held.values["verbatim"] == "newer"
    at = timezone.now()
    feedback = operations.release(held=held, corrections={"customer": "Ninghai"}, by=admin, at=at)
    assert feedback.source_updated_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert send(key, SAID)[1]["outcome"] == "older"


def test_what_waited_is_settled_when_it_comes_again_and_can_be_read(admin: User) -> None:
    _source, key = opened(admin)
    send(key, {**SAID, "customer": "Bolt"})
    make_customer(name="Bolt")

    assert send(key, {**SAID, "customer": "Bolt"})[0] == 201
    assert HeldRow.objects.get().outcome == "recorded"


def test_worktile_is_read_by_a_template(admin: User) -> None:
    _source, key = opened(admin, WORKTILE)

    assert send(key, CREATED)[0] == 201
    assert send(key, RENAMED)[1]["outcome"] == "known"

    feedback = Feedback.objects.get()
    assert (feedback.verbatim, feedback.external_id) == ("换卷时张力跳动", "WT-8841")
    assert feedback.kind == "complaint"


def test_a_right_signature_is_needed_where_it_is_wanted(admin: User) -> None:
    source, key = opened(admin, Template(needs_signature=True))
    body, secret = json.dumps(SAID).encode(), signing_secret(source.salt)
    now = str(int(timezone.now().timestamp()))
    old = str(int((timezone.now() - timedelta(minutes=6)).timestamp()))

    def sent(timestamp: str, signature: str) -> int:
        headers = {"X-Twintrack-Timestamp": timestamp, "X-Twintrack-Signature": signature}
        return send(key, body, **headers)[0]

    assert send(key, body)[0] == 401
    assert sent(now, "sha256=wrong") == 401
    assert sent(old, sign(secret, timestamp=old, body=body)) == 401
    assert sent(now, sign(secret, timestamp=now, body=b"other")) == 401
    assert sent(now, sign(secret, timestamp=now, body=body)) == 201


def test_what_is_sent_is_described(client: Client, admin: User) -> None:
    client.force_login(admin)
    described = client.get("/api/v1/openapi.json").json()
    sent = described["paths"]["/api/v1/inbound/feedback/{key}"]["post"]
    shape = sent["requestBody"]["content"]["application/json"]["schema"]

    assert shape["required"] == ["verbatim", "customer", "product"]
    assert set(shape["properties"]) == OWN_FIELDS
    assert shape["properties"]["verbatim"]["maxLength"] == 50_000
    headers = [each["name"] for each in sent["parameters"] if each["in"] == "header"]
    assert headers == ["X-Twintrack-Timestamp", "X-Twintrack-Signature"]
    assert "security" not in sent
    page = client.get("/api/v1/docs").content.decode()
    assert "X-Twintrack-Signature" in page
    assert "The number there: the same number is the same feedback" in page


def test_what_is_sent_is_described_in_chinese(client: Client, admin: User) -> None:
    admin.language = "zh-hans"
    admin.save()
    client.force_login(admin)

    page = client.get("/api/v1/docs").content.decode()

    assert "对方编号：编号相同即为同一条反馈" in page
    assert "请求头" in page


def test_a_wrong_key_is_told_by_its_own_name_in_both_languages() -> None:
    status, told = send("twi_wrong", SAID)
    assert (status, told["code"]) == (401, "key-not-valid")
    assert "No inbound address has this key" in str(told["detail"])

    told = send("twi_wrong", SAID, **{"Accept-Language": "zh-CN"})[1]
    assert "接入地址" in str(told["detail"])


def test_words_are_at_most_as_long_as_everywhere(admin: User) -> None:
    _source, key = opened(admin)

    status, told = send(key, {**SAID, "verbatim": "x" * 50_001})

    assert (status, told["detail"]) == (422, "In the customer's words is too long.")
    assert send(key, {**SAID, "verbatim": "x" * 50_000})[0] == 201


def test_an_unknown_key_and_a_revoked_one_open_nothing(admin: User) -> None:
    source, key = opened(admin)
    assert send("twi_wrong", SAID)[0] == 401

    operations.revoke_source(source=source, by=admin, at=AT)

    assert send(key, SAID)[0] == 401
    with pytest.raises(operations.SourceRevoked):
        operations.receive(source=source, body=b"{}", by=admin, at=AT)
    with pytest.raises(operations.SourceRevoked):
        operations.change_source(source=source, template=WORKTILE, by=admin, at=AT)


def test_a_body_that_is_too_large_is_refused(admin: User) -> None:
    _source, key = opened(admin)

    status, told = send(key, {**SAID, "verbatim": "x" * 300_000})

    assert (status, told["detail"]) == (413, "The body is larger than 256 KB.")
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.status, delivery.may_be_repeated) == ("refused", 413, False)
    assert len(delivery.body) < 30_000 < delivery.size
    assert send(key, {"verbatim": "x" * 3_000_000})[0] == 413


def test_only_administrators_look_after_addresses(admin: User) -> None:
    source, _key = opened(admin)
    manager = make_user(Role.SALES_MANAGER)

    with pytest.raises(NotAllowed):
        operations.add_source(name="x", template=Template(), by=manager, at=AT)
    with pytest.raises(NotAllowed):
        operations.revoke_source(source=source, by=manager, at=AT)
    with pytest.raises(operations.SourceNameTaken):
        operations.add_source(name="Desk", template=Template(), by=admin, at=AT)
    with pytest.raises(operations.TemplateWrong):
        operations.change_source(
            source=source, template=Template(paths={"price": "a"}), by=admin, at=AT
        )


def test_programs_look_after_addresses_too(admin: User, client: Client) -> None:
    client.force_login(admin)
    url = "/api/v1/inbound-sources"

    made = client.post(url, {"name": "desk"}, "application/json").json()
    path = f"{url}/{made['id']}"
    assert send(made["key"], SAID)[0] == 201
    changed = client.post(f"{path}/template", {"defaults": {"product": "H3"}}, "application/json")
    log = client.get(f"{path}/deliveries").json()["items"]
    gone = client.post(f"{path}/revocation").json()

    assert changed.json()["defaults"] == {"product": "H3"}
    assert [each["outcome"] for each in log] == ["recorded"]
    assert gone["revoked_at"]
    assert "key" not in client.get(url).json()["items"][0]
