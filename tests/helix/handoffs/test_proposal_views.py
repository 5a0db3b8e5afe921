"""Deciding what belongs together, on the page and by the API."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.formatting import amount_band
from twintrack.foundation.search.operations import index_everything
from twintrack.helix.handoffs import operations
from twintrack.helix.handoffs.models import Proposal
from twintrack.helix.matching.operations import index
from twintrack.hub.products.models import Product

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
REGION = {"HX-Request": "true", "HX-Target": "div#proposals"}


@pytest.fixture
def product() -> Product:
    return make_product()


def propose(
    product: Product, said: str = "换卷张力 <b>跳</b>", similarity: float = 0.5
) -> Proposal:
    feedback = make_feedback(product=product, title=said, verbatim=f"{said} every shift")
    requirement = make_requirement(product=product, title="换卷时张力波动导致断带")
    own = make_requirement(product=product, title=said)
    operations.attach(feedback=feedback, requirement=own, by=make_user(Role.CSM), at=AT)
    proposal: Proposal = Proposal.objects.create(
        feedback=feedback,
        product=product,
        requirement=requirement,
        similarity=similarity,
        words=["换卷", "张力"],
        made_at=AT,
    )
    return proposal


def test_the_page_shows_both_sides_with_the_words_that_match_marked(
    client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    propose(product)

    page = client.get("/proposals/").content.decode()

    assert "<mark>换卷</mark><mark>张力</mark> &lt;b&gt;跳" in page
    assert "<mark>换卷</mark>时<mark>张力</mark>波动导致断带" in page
    assert "50\u2009%" in page
    assert 'data-hotkey="1"' in page


def test_without_anything_to_decide_the_page_says_so(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))

    assert "Nothing to decide" in client.get("/proposals/").content.decode()


def test_accepting_shows_the_next_one_and_offers_to_take_it_back(
    client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    first, second = propose(product, similarity=0.8), propose(product, "another", similarity=0.4)

    answer = client.post(f"/proposals/{first.pk}/acceptance/?at={second.pk}", headers=REGION)

    region = answer.content.decode()
    assert second.feedback.number in region
    assert "<html" not in region
    handoff = first.feedback.handoffs.get()
    assert handoff.requirement == first.requirement
    assert f"/handoffs/{handoff.pk}/undo/" in answer.headers["HX-Trigger"]
    client.post(f"/handoffs/{handoff.pk}/undo/", headers=REGION)
    first.refresh_from_db()
    assert first.state == "open"


@pytest.mark.parametrize("act", ["keeping", "dismissal"])
def test_dismissing_can_be_taken_back_without_javascript_too(
    act: str, client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    proposal = propose(product)

    gone = client.post(f"/proposals/{proposal.pk}/{act}/", follow=True)
    again = client.post(f"/proposals/{proposal.pk}/{act}/", follow=True)
    back = client.post(f"/proposals/{proposal.pk}/reopening/", follow=True)

    assert "Nothing to decide" in gone.content.decode()
    assert "decided on this proposal already" in again.content.decode()
    assert proposal.feedback.number in back.content.decode()


def test_who_may_not_decide_is_refused_and_who_may_not_see_finds_nothing(
    client: Client, product: Product
) -> None:
    proposal = propose(product)

    client.force_login(make_user(Role.ENGINEER))
    assert client.post(f"/proposals/{proposal.pk}/acceptance/").status_code == 403
    assert 'data-hotkey="1"' not in client.get("/proposals/").content.decode()
    client.force_login(make_user(Role.GUEST))
    assert client.post(f"/proposals/{proposal.pk}/acceptance/").status_code == 404


def test_thresholds_are_set_in_percent_by_a_product_manager_only(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    form = {"attach": 95, "propose": 20, "attach_before": 0.9, "propose_before": 0.3}

    assert client.post("/proposals/thresholds/", form | {"attach": 0}).status_code == 422
    assert client.post("/proposals/thresholds/", form | {"propose": 99}).status_code == 422
    assert client.post("/proposals/thresholds/", form).status_code == 302
    assert client.post("/proposals/thresholds/", form).status_code == 422
    assert 'value="95"' in client.get("/proposals/thresholds/").content.decode()
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get("/proposals/thresholds/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_proposals(
    client: Client, product: Product, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    for number in range(12):
        propose(product, f"said {number}")

    with django_assert_max_num_queries(26):
        client.get("/proposals/")


def test_the_page_of_feedback_says_where_it_belongs_and_who_else_waits(
    client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    proposal = propose(product)
    make_opportunity(customer=proposal.feedback.customer, amount=4_860_000)
    url = f"/feedback/{proposal.feedback.number}/"

    similar = client.get(f"{url}similar/", headers={"HX-Request": "true"}).content.decode()
    button = client.get(f"{url}merge/").content.decode()
    customers = client.get(f"{url}customers/").content.decode()
    chain = client.get(f"{url}chain/").content.decode()

    assert proposal.requirement.number in similar
    assert "Merge similar" in button
    assert "¥4.86\u2009M" in customers
    assert "each opportunity once" in customers
    assert proposal.feedback.handoffs.get().requirement.number in chain


def test_an_engineer_sees_between_which_bounds_the_amounts_lie(
    client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.ENGINEER))
    proposal = propose(product)
    make_opportunity(customer=proposal.feedback.customer, amount=4_860_000)

    page = client.get(f"/feedback/{proposal.feedback.number}/customers/").content.decode()

    with override("en"):
        assert amount_band(Decimal(4_860_000), "CNY") in page
    assert "4.86" not in page


def test_requirements_are_offered_by_likeness_by_words_and_by_number(
    client: Client, product: Product
) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    feedback = make_feedback(product=product, title="换卷以后张力不稳")
    like = make_requirement(product=product, title="换卷时张力波动导致断带")
    make_requirement(title="换卷时张力波动导致断带")
    index(requirement=like)
    index_everything()
    url = f"/feedback/{feedback.number}/requirement-choices/"

    for typed in ("", "张力波动", like.number, "hjszl"):
        items = client.get(url, {"q": typed}).json()["items"]
        assert [each["value"] for each in items] == [like.number], typed


def test_feedback_shows_its_place_in_the_inbox_and_leads_to_the_next(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    older, this, newer = (make_feedback(state="new") for _each in range(3))

    page = client.get(f"/feedback/{this.number}/").content.decode()

    assert "2 / 3" in page
    assert f'data-hotkey="k" href="/feedback/{newer.number}/"' in page
    assert f'data-hotkey="j" href="/feedback/{older.number}/"' in page


def test_the_api_decides_and_takes_back(product: Product) -> None:
    pm = call_as(Role.PRODUCT_MANAGER, scope="admin")
    proposal = propose(product)

    [told] = pm.get("/proposals").json()["items"]
    assert told["words"] == ["换卷", "张力"]
    kept = pm.post(f"/proposals/{proposal.pk}/keeping")
    assert [each["state"] for each in kept.json()] == ["dismissed"]
    assert pm.post(f"/proposals/{proposal.pk}/acceptance").status_code == 409
    assert pm.delete(f"/proposals/{proposal.pk}/dismissal").status_code == 200
    handoff = pm.post(f"/proposals/{proposal.pk}/acceptance").json()
    assert handoff["requirement"] == proposal.requirement.number
    assert pm.delete(f"/handoffs/{handoff['id']}/move").status_code == 204
    [where] = pm.get(f"/feedback/{proposal.feedback.number}/handoffs").json()
    assert where["requirement"] != proposal.requirement.number
    own = pm.post(f"/handoffs/{where['id']}/separation").json()
    assert own["way"] == "created"
    assert pm.post(f"/proposals/{proposal.pk}/dismissal").status_code == 200
    seen = pm.get("/matching/thresholds").json()
    to = {"attach": 0.95, "propose": 0.2}
    assert pm.post("/matching/thresholds", {"before": seen, "to": to}).json() == to
