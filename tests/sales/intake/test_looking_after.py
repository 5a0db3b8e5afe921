"""An address is renamed, gets a new key, wants signatures; what was refused is let in again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.factories.customers import make_customer
from tests.factories.inbound import AT, CREATED, SAID, deliver, make_source
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.schedules.registry import all_jobs
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.housekeeping import remove_old_deliveries
from twintrack.sales.intake.keys import hash_of, signing_secret
from twintrack.sales.intake.models import Delivery, HeldRow
from twintrack.sales.intake.operations import Template
from twintrack.sales.intake.queries import find_source

pytestmark = pytest.mark.django_db
WORKTILE = Template(
    paths={
        "verbatim": "payload.title",
        "customer": "payload.project.name",
        "external_id": "payload.identifier",
    },
    defaults={"product": "H3"},
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


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_renamed_address_knows_what_it_sent_under_its_old_name(admin: User) -> None:
    source, _key = make_source(admin)
    deliver(source, SAID)

    source = operations.rename_source(source=source, name="  Service   desk ", by=admin, at=AT)
    again = deliver(source, SAID)

    assert (source.name, source.origin) == ("Service desk", "desk")
    source.acts_as.refresh_from_db()
    assert source.acts_as.name == "Service desk"
    assert again.outcome == "known"
    assert Feedback.objects.count() == 1
    entry = Entry.objects.get(kind="inbound.renamed")
    assert entry.payload["before"] == "desk"


def test_what_came_from_a_renamed_address_names_it_as_it_is_called_today(
    admin: User, client: Client
) -> None:
    source, _key = make_source(admin)
    deliver(source, SAID)
    deliver(source, SAID | {"external_id": "T-77", "customer": "Nobody knows"})
    operations.rename_source(source=source, name="Service floor", by=admin, at=AT)
    client.force_login(admin)
    feedback = Feedback.objects.get()

    told = client.get(f"/feedback/{feedback.number}/").content.decode()
    assert f"Service floor {feedback.external_id}" in told
    assert "Service floor" in client.get("/feedback/held/").content.decode()
    # What was never an address keeps its name.
    Feedback.objects.update(source="apache")
    told = client.get(f"/feedback/{feedback.number}/").content.decode()
    assert f"apache {feedback.external_id}" in told


def test_a_name_that_is_or_was_taken_is_refused(admin: User) -> None:
    source, _key = make_source(admin)
    other, _key = make_source(admin, "other")
    operations.rename_source(source=source, name="new", by=admin, at=AT)

    for name, refusal in (
        ("New", operations.SourceNameTaken),
        ("DESK", operations.SourceNameTaken),
        ("  ", operations.SourceNameless),
    ):
        with pytest.raises(refusal):
            operations.rename_source(source=other, name=name, by=admin, at=AT)
    with pytest.raises(operations.SourceNameTaken):
        make_source(admin, "desk")
    # Back to its own first name, and the name it has.
    operations.rename_source(source=source, name="desk", by=admin, at=AT)
    operations.rename_source(source=source, name="desk", by=admin, at=AT)
    assert kinds().count("inbound.renamed") == 2


def test_a_new_key_ends_the_old_one_at_once(admin: User) -> None:
    source, old = make_source(admin)

    source, new = operations.renew_key(source=source, by=admin, at=AT)

    assert find_source(hash_of(old)) is None
    assert find_source(hash_of(new)) == source
    assert source.hint.endswith(new[-4:])
    entry = Entry.objects.get(kind="inbound.key_renewed")
    assert new not in str(entry.payload)


def test_a_signature_is_wanted_with_a_new_secret_and_dropped_again(admin: User) -> None:
    source, _key = make_source(admin)
    before = signing_secret(source.salt)

    source, secret = operations.want_signature(source=source, by=admin, at=AT)
    assert source.needs_signature
    assert secret != before
    source = operations.drop_signature(source=source, by=admin, at=AT)
    operations.drop_signature(source=source, by=admin, at=AT)

    assert not source.needs_signature
    assert kinds().count("inbound.signed") == kinds().count("inbound.unsigned") == 1


def test_only_administrators_may_and_nothing_of_a_revoked_address_changes(admin: User) -> None:
    source, _key = make_source(admin)
    delivery = deliver(source, b"{broken")
    manager = make_user(Role.SALES_MANAGER)

    def each(by: User) -> Iterator[object]:
        yield lambda: operations.rename_source(source=source, name="x", by=by, at=AT)
        yield lambda: operations.renew_key(source=source, by=by, at=AT)
        yield lambda: operations.want_signature(source=source, by=by, at=AT)
        yield lambda: operations.drop_signature(source=source, by=by, at=AT)
        yield lambda: operations.deliver_again(delivery=delivery, by=by, at=AT)

    for act in each(manager):
        with pytest.raises(NotAllowed):
            act()  # type: ignore[operator]
    assert not Delivery.objects.visible_to(manager).exists()
    operations.revoke_source(source=source, by=admin, at=AT)
    for act in each(admin):
        with pytest.raises(operations.SourceRevoked):
            act()  # type: ignore[operator]


def test_what_was_refused_is_let_in_after_the_template_is_put_right(admin: User) -> None:
    source, _key = make_source(admin)
    refused = deliver(source, CREATED)
    assert refused.outcome == "refused"
    operations.change_source(source=source, template=WORKTILE, by=admin, at=AT)

    again = operations.deliver_again(delivery=refused, by=admin, at=AT)

    assert (again.outcome, again.status, again.again_of) == ("recorded", 201, refused)
    feedback = Feedback.objects.get()
    assert (feedback.external_id, feedback.recorded_by) == ("WT-8841", source.acts_as)
    entry = Entry.objects.get(kind="inbound.delivered_again")
    assert entry.actor == admin
    assert entry.payload["again_of"] == refused.pk
    with pytest.raises(operations.NotRepeatable):
        operations.deliver_again(delivery=again, by=admin, at=AT)
    # Once more does no harm: it is the same feedback.
    assert operations.deliver_again(delivery=refused, by=admin, at=AT).outcome == "known"


def test_what_was_held_is_let_in_when_its_names_are_known(admin: User) -> None:
    source, _key = make_source(admin)
    held = deliver(source, {**SAID, "customer": "Bolt"})
    make_customer(name="Bolt")

    again = operations.deliver_again(delivery=held, by=admin, at=AT)

    assert again.outcome == "recorded"
    assert HeldRow.objects.get().outcome == "recorded"


def test_a_template_must_lead_somewhere_and_to_all_that_is_needed(admin: User) -> None:
    source, _key = make_source(admin)

    with pytest.raises(operations.TemplateWrong, match=r"“a\.\.b” is no path"):
        operations.change_source(
            source=source, template=Template(paths={"verbatim": "a..b"}), by=admin, at=AT
        )
    with pytest.raises(operations.TemplateWrong, match="Customer, Product"):
        operations.change_source(
            source=source, template=Template(paths={"verbatim": "a"}), by=admin, at=AT
        )


def test_zero_bytes_and_halves_of_characters_break_nothing(admin: User) -> None:
    source, _key = make_source(admin, template=WORKTILE)
    body = (
        b'{"payload": {"title": "a\\u0000b\\ud800", "project": {"name": "Ninghai"},'
        b' "identifier": "X\\u0000"}}'
    )

    delivery = deliver(source, body)
    unknown = deliver(make_source(admin, "own")[0], b'{"a\\u0000\\udc00": 1}')

    assert delivery.outcome == "recorded"
    assert Feedback.objects.get().verbatim == "ab"
    assert unknown.outcome == "refused"


def test_the_log_keeps_the_answer_that_was_sent(admin: User) -> None:
    _source, key = make_source(admin)

    for body in (SAID, SAID, {**SAID, "external_id": "2", "customer": "Bolt"}, {"x": 1}, [1]):
        answer = Client().post(
            f"/api/v1/inbound/feedback/{key}",
            body,
            content_type="application/json",
            headers={"Accept-Language": "en"},
        )
        delivery = Delivery.objects.latest("pk")
        assert delivery.status == answer.status_code
        assert delivery.answer == answer.json()


def test_a_signature_that_is_wrong_leaves_nothing_in_the_log(admin: User) -> None:
    source, key = make_source(admin)
    operations.want_signature(source=source, by=admin, at=AT)

    answer = Client().post(f"/api/v1/inbound/feedback/{key}", SAID, "application/json")

    assert answer.status_code == 401
    assert not Delivery.objects.exists()


def test_old_deliveries_go_but_what_waits_and_feedback_stay(admin: User) -> None:
    source, _key = make_source(admin)
    deliver(source, SAID)
    deliver(source, {**SAID, "external_id": "2", "customer": "Bolt"})
    deliver(source, SAID, at=AT + timedelta(days=20))

    remove_old_deliveries(AT + timedelta(days=31))

    assert Delivery.objects.count() == 1
    assert Feedback.objects.count() == 1
    held = HeldRow.objects.get()
    assert (held.delivery, held.outcome) == (None, "held")
    assert "deliveries" in [job.name for job in all_jobs()]


def test_deliveries_are_counted_by_outcome_since_a_moment(admin: User) -> None:
    source, _key = make_source(admin)
    other, _key = make_source(admin, "other")
    deliver(source, SAID, at=AT - timedelta(days=9))
    deliver(source, SAID)
    deliver(source, {**SAID, "external_id": "2", "customer": "Bolt"})
    deliver(source, b"{broken")

    counts = queries.count_deliveries([source, other], since=AT - timedelta(days=7))

    assert counts[source.pk] == {
        "all": 3,
        "taken": 0,
        "held": 1,
        "repeated": 1,
        "older": 0,
        "refused": 1,
    }
    assert not any(counts[other.pk].values())
    assert queries.unknown_words(source) == {"customer": ["Bolt"]}


def test_programs_look_after_addresses_by_the_same_operations(admin: User, client: Client) -> None:
    client.force_login(admin)
    source, _key = make_source(admin)
    refused = deliver(source, CREATED, at=timezone.now())
    path = f"/api/v1/inbound-sources/{source.pk}"

    def post(address: str, body: object = None) -> dict[str, object]:
        answer = client.post(address, body, "application/json")
        assert answer.status_code in {200, 201}, answer.content
        told: dict[str, object] = answer.json()
        return told

    template = {"paths": dict(WORKTILE.paths), "defaults": dict(WORKTILE.defaults)}
    trial = post(f"{path}/trial", {**template, "body": CREATED})
    assert (trial["outcome"], trial["external_id"]) == ("recorded", "WT-8841")
    assert not Feedback.objects.exists()
    assert post(f"{path}/name", {"name": "tile"})["name"] == "tile"
    assert str(post(f"{path}/key")["key"]).startswith("twi_")
    assert post(f"{path}/signature")["signing_secret"]
    assert client.delete(f"{path}/signature").json()["needs_signature"] is False
    post(f"{path}/template", template)
    whole = client.get(f"/api/v1/inbound-deliveries/{refused.pk}").json()
    assert "换卷" in whole["body"]
    assert post(f"/api/v1/inbound-deliveries/{refused.pk}/repeat")["outcome"] == "recorded"
    log = client.get(f"{path}/deliveries?outcome=taken").json()["items"]
    assert [each["outcome"] for each in log] == ["recorded"]
    assert client.get(f"{path}/deliveries?outcome=nonsense").status_code == 422
