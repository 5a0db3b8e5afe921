"""The pages of addresses for other systems: their list, log, keys, and the template by a sample."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests.factories.customers import make_customer
from tests.factories.inbound import CREATED, SAID, deliver, make_source
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations
from twintrack.sales.intake.models import Delivery, HeldRow, InboundSource

pytestmark = pytest.mark.django_db
URL = "/settings/inbound/"
HTMX = {"HX-Request": "true"}
DIALOG = {**HTMX, "HX-Target": "div#modal-body"}
REGION = {**HTMX, "HX-Target": "form#template"}
MAPPED = {
    "sample": json.dumps(CREATED, ensure_ascii=False),
    "path-verbatim": "payload.title",
    "path-customer": "payload.project.name",
    "path-external_id": "payload.identifier",
    "always-product": "h3",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def admin() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.ADMIN, language="en")


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def source(admin: User) -> InboundSource:
    return make_source(admin)[0]


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_an_address_is_opened_and_shown_once(desk: Client) -> None:
    assert "No other system sends anything yet" in text(desk.get(URL))

    made = desk.post(f"{URL}new/", {"name": "Worktile"}, headers=DIALOG)

    page = text(made)
    source = InboundSource.objects.get()
    assert made.headers["Cache-Control"] == "no-store"
    assert "<html" not in page
    key = page.split("/api/v1/inbound/feedback/")[1].split("<")[0]
    assert key.endswith(source.hint[-4:])
    assert key not in text(desk.get(source.get_absolute_url()))
    assert source.hint in text(desk.get(URL))
    plain = text(desk.post(f"{URL}new/", {"name": "Other"}))
    assert "<html" in plain
    assert "Set up the template" in plain


def test_a_name_that_is_taken_is_said_and_kept(desk: Client, source: InboundSource) -> None:
    for answer in (
        desk.post(f"{URL}new/", {"name": "Desk"}),
        desk.post(f"{URL}new/", {"name": "Desk"}, headers=DIALOG),
        desk.post(
            f"{URL}{make_source(source.created_by, 'b')[0].pk}/name/",
            {"name": "Desk"},
            headers=DIALOG,
        ),
    ):
        assert answer.status_code == 422
        assert "There is, or was, an address of this name" in text(answer)
        assert 'value="Desk"' in text(answer)


def test_the_list_counts_what_came_in_the_last_days(desk: Client, source: InboundSource) -> None:
    now = timezone.now()
    deliver(source, SAID, at=now)
    deliver(source, {**SAID, "external_id": "2", "customer": "Bolt"}, at=now)
    deliver(source, b"{broken", at=now)

    page = text(desk.get(URL))

    assert f'href="{URL}{source.pk}/?outcome=held">1</a>' in page
    assert f'href="{URL}{source.pk}/?outcome=refused">1</a>' in page
    assert "Our JSON" in page


def test_the_log_is_filtered_by_outcome_in_the_address(desk: Client, source: InboundSource) -> None:
    deliver(source, SAID)
    deliver(source, {**SAID, "external_id": "T-9", "urgency": 1})

    every = text(desk.get(f"{URL}{source.pk}/"))
    refused = text(desk.get(f"{URL}{source.pk}/?outcome=refused"))
    older = text(desk.get(f"{URL}{source.pk}/?outcome=older"))
    part = text(desk.get(f"{URL}{source.pk}/", headers={**HTMX, "HX-Target": "div#rows"}))

    assert Feedback.objects.get().number in every
    assert "There is no field “urgency”." in refused
    assert Feedback.objects.get().number not in refused
    assert "None with this outcome" in older
    assert "<html" not in part
    assert f'data-live="inbound_source:{source.pk}"' in part


def test_pages_ask_the_same_however_much_came(desk: Client, source: InboundSource) -> None:
    deliver(source, SAID)
    first = deliver(source, b"{broken")
    pages = [URL, f"{URL}{source.pk}/", f"{URL}{source.pk}/template/", first.get_absolute_url()]
    for page in pages:
        desk.get(page)
    before = [queries_of(lambda page=page: desk.get(page)) for page in pages]  # type: ignore[misc]
    for number in range(12):
        other = make_source(source.created_by, f"s{number}")[0]
        deliver(other, b"{broken")
        deliver(source, {**SAID, "external_id": str(number)})

    after = [queries_of(lambda page=page: desk.get(page)) for page in pages]  # type: ignore[misc]

    assert after == before


def test_one_delivery_shows_body_and_answer_escaped(desk: Client, source: InboundSource) -> None:
    evil = {**SAID, "verbatim": "<script>alert(1)</script>", "=1+1": "<b>x</b>"}
    delivery = deliver(source, evil)

    page = text(desk.get(delivery.get_absolute_url()))
    template = text(desk.get(f"{URL}{source.pk}/template/?delivery={delivery.pk}"))

    assert "<script>alert" not in page + template
    assert "<b>x</b>" not in page + template
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "There is no field “=1+1”." in page
    assert "422" in page


def test_what_was_refused_is_delivered_again_from_its_page(
    desk: Client, source: InboundSource
) -> None:
    refused = deliver(source, CREATED)
    url = refused.get_absolute_url()
    assert "Deliver again" in text(desk.get(url))
    again = desk.post(f"{url}again/", follow=True)
    assert "Let in once more: Refused." in text(again)

    desk.post(f"{URL}{source.pk}/template/", MAPPED)
    done = text(desk.post(f"{url}again/", follow=True))

    assert Feedback.objects.get().external_id == "WT-8841"
    assert "Deliver again" not in done
    assert "Let in once more on" in text(desk.get(url))
    assert "cannot be let in again" in text(
        desk.post(f"{Delivery.objects.latest('pk').get_absolute_url()}again/", follow=True)
    )


def test_a_body_that_was_too_large_cannot_be_delivered_again(
    desk: Client, source: InboundSource
) -> None:
    delivery = deliver(source, {**SAID, "verbatim": "x" * 300_000})

    page = text(desk.get(delivery.get_absolute_url()))

    assert "larger than 256 KB" in page
    assert "Deliver again" not in page


def test_a_pasted_sample_becomes_a_tree_with_guesses_to_correct(
    desk: Client, source: InboundSource
) -> None:
    url = f"{URL}{source.pk}/template/sample/"

    page = text(desk.post(url, {"sample": MAPPED["sample"]}, headers=REGION))

    assert "<html" not in page
    assert '<option value="payload.title" selected>' in page
    assert '<option value="payload.project.name" selected>' in page
    assert "换卷时张力跳动" in page
    # 客户反馈 is no kind that is known here: its meaning is asked for.
    assert 'name="there-kind-0" value="客户反馈"' in page
    source.refresh_from_db()
    assert (source.paths, source.sample) == ({}, None)


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        ("", "Paste the JSON body of one delivery."),
        ('{"a": <x>}', "look at line 1, column 7"),
        ("[{}]", "This is not one JSON object"),
        ("{}", "No value stands in this body."),
        ('{"a": "' + "x" * 300_000 + '"}', "larger than 256 KB"),
    ],
)
@pytest.mark.parametrize("act", ["sample/", "trial/"])
def test_a_sample_that_cannot_be_read_is_said_and_everything_typed_stays(
    desk: Client, source: InboundSource, sample: str, said: str, act: str
) -> None:
    typed = {**MAPPED, "sample": sample, "there-severity-0": "P1"}
    for headers in ({}, REGION):
        answer = desk.post(f"{URL}{source.pk}/template/{act}", typed, headers=headers)

        page = text(answer)
        assert answer.status_code == 422
        assert said in page
        assert 'aria-invalid="true"' in page
        assert sample.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page
        assert '<option value="payload.project.name" selected>' in page
        assert '<option value="h3" selected>' in page


def test_what_is_far_too_large_leaves_the_page_as_it_was(
    desk: Client, source: InboundSource
) -> None:
    url, typed = f"{URL}{source.pk}/template/sample/", {"sample": "x" * 3_000_000}

    part = desk.post(url, typed, headers=REGION)
    page = desk.post(url, typed)

    assert (part.status_code, page.status_code) == (413, 413)
    assert part.headers["HX-Reswap"] == "none"
    assert (
        "What you typed is still here." in json.loads(part.headers["HX-Trigger"])["toast"]["text"]
    )
    assert "That is too much at once" in text(page)


def test_errors_are_told_in_chinese_too(client: Client, source: InboundSource) -> None:
    client.force_login(make_user(Role.ADMIN, language="zh-hans"))

    page = text(client.post(f"{URL}{source.pk}/template/sample/", {"sample": "{x"}))

    assert "JSON 格式有误，请检查第 1 行第 2 列。" in page


def test_a_test_shows_what_would_become_of_it_and_writes_nothing(
    desk: Client, source: InboundSource
) -> None:
    url = f"{URL}{source.pk}/template/trial/"
    maps = {
        "path-kind": "payload.type.name",
        "there-kind-0": "客户反馈",
        "here-kind-0": "question",
    }

    good = text(desk.post(url, {**MAPPED, **maps}, headers=REGION))
    unknown = text(desk.post(url, {**MAPPED, "path-customer": "payload.type.name"}, headers=REGION))

    assert "This would become new feedback." in good
    assert "Question" in good
    assert "Another system" in good
    assert "WT-8841" in good
    assert "This would wait for a decision" in unknown
    assert "Customer “客户反馈” is not known here." in unknown
    assert not Feedback.objects.exists()
    assert not Delivery.objects.exists()
    assert not HeldRow.objects.exists()
    source.refresh_from_db()
    assert source.paths == {}


def test_a_test_of_what_is_known_says_so(desk: Client, source: InboundSource) -> None:
    url = f"{URL}{source.pk}/template/"
    desk.post(url, MAPPED)
    source.refresh_from_db()
    deliver(source, CREATED)

    page = text(desk.post(f"{url}trial/", MAPPED))

    assert "This is feedback already; nothing would change." in page


def test_a_template_is_kept_with_constants_and_words(desk: Client, source: InboundSource) -> None:
    url = f"{URL}{source.pk}/template/"
    sent = {
        **MAPPED,
        "else-verbatim": "payload.task.title",
        "path-severity": "payload.type.name",
        "there-severity-0": "客户反馈",
        "here-severity-0": "major",
        "there-severity-1": "half",
    }

    answer = desk.post(url, sent)

    assert answer.status_code == 302
    source.refresh_from_db()
    assert source.paths["verbatim"] == "payload.title | payload.task.title"
    assert source.defaults == {"product": "h3"}
    assert source.value_maps == {"severity": {"客户反馈": "major"}}
    assert source.sample == CREATED
    page = text(desk.get(url))
    assert '<option value="payload.task.title" selected>' in page
    assert desk.post(url, sent, headers=REGION).headers["HX-Redirect"] == f"{URL}{source.pk}/"


def test_a_needed_field_without_a_path_is_named_and_nothing_is_kept(
    desk: Client, source: InboundSource
) -> None:
    url = f"{URL}{source.pk}/template/"

    for address in (url, f"{url}trial/"):
        answer = desk.post(address, {**MAPPED, "path-verbatim": "", "always-product": ""})
        assert answer.status_code == 422
        assert "Choose where it stands.</li>" in text(answer)
        assert "Choose where it stands, or what holds always.</li>" in text(answer)

    wrong = desk.post(url, {**MAPPED, "path-title": "a..b"})
    assert wrong.status_code == 422
    assert "“a..b” is no path" in text(wrong)
    source.refresh_from_db()
    assert source.paths == {}


def test_a_template_keeps_that_signatures_are_wanted(desk: Client, source: InboundSource) -> None:
    operations.want_signature(source=source, by=source.created_by, at=timezone.now())

    desk.post(f"{URL}{source.pk}/template/", MAPPED)

    source.refresh_from_db()
    assert source.needs_signature


def test_name_key_signature_and_end_are_dialogs(desk: Client, source: InboundSource) -> None:
    url = f"{URL}{source.pk}/"
    for act in ("name", "key", "signature", "revocation"):
        assert "<html" not in text(desk.get(f"{url}{act}/", headers=DIALOG))
        assert "<html" in text(desk.get(f"{url}{act}/"))

    named = desk.post(f"{url}name/", {"name": "Service"}, headers=DIALOG)
    assert named.headers["HX-Redirect"] == url
    renewed = desk.post(f"{url}key/", headers=DIALOG)
    assert "/api/v1/inbound/feedback/twi_" in text(renewed)
    signed = desk.post(f"{url}signature/", headers=DIALOG)
    assert signed.headers["Cache-Control"] == "no-store"
    assert "Secret for signatures" in text(signed)
    assert desk.post(f"{url}signature/", {"drop": "1"}).status_code == 302
    assert desk.post(f"{url}revocation/").status_code == 302
    source.refresh_from_db()
    assert source.revoked_at
    assert not source.needs_signature
    for act, said in (("name", "revoked"), ("key", "revoked"), ("signature", "revoked")):
        answer = desk.post(f"{url}{act}/", {"name": "x"}, headers=DIALOG)
        assert (answer.status_code, said in text(answer)) == (422, True)
    assert "it takes nothing any more" in text(desk.get(url))
    assert desk.post(f"{url}template/", MAPPED).status_code == 422


def test_nobody_else_sees_or_does_anything(client: Client, source: InboundSource) -> None:
    delivery = deliver(source, b"{broken")
    url = f"{URL}{source.pk}/"
    client.force_login(make_user(Role.SALES_MANAGER))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}new/").status_code == 403
    assert "/settings/inbound/" not in text(client.get("/feedback/import/"))
    for page in (url, f"{url}template/", f"{url}key/", delivery.get_absolute_url()):
        assert client.get(page).status_code == 404
    for act in (
        f"{url}template/",
        f"{url}template/sample/",
        f"{url}template/trial/",
        f"{url}name/",
        f"{url}key/",
        f"{url}signature/",
        f"{url}revocation/",
        f"{delivery.get_absolute_url()}again/",
    ):
        assert client.post(act).status_code == 404
    assert client.get(f"/api/v1/inbound-deliveries/{delivery.pk}").status_code == 404


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    for page in (f"{URL}99/", f"{URL}99/template/", f"{URL}deliveries/99/"):
        assert desk.get(page).status_code == 404
