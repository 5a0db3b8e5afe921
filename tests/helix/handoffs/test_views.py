"""From what a customer said to the decision in the salesperson's inbox, page by page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.helix.handoffs.models import Proposal
from twintrack.sales.feedback.operations import Said, record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "which your customer asked for"), ("zh-hans", "研发已采纳您客户提出的")],
)
def test_a_salespersons_words_reach_review_and_the_decision_comes_back(
    language: str, told: str
) -> None:
    sales, rnd = Client(), Client()
    zhao = make_user(Role.SALESPERSON, language=language)
    sales.force_login(zhao)
    rnd.force_login(make_user(Role.PRODUCT_MANAGER))

    page = sales.post(
        "/feedback/new/",
        {
            "verbatim": "换卷时张力跳动",
            "customer": make_customer(owner=zhao).pk,
            "product": make_product().pk,
            "kind": "complaint",
            "severity": "blocker",
        },
        follow=True,
    )
    drain()
    assert "换卷时张力跳动" in rnd.get("/requirements/?state=proposed").content.decode()
    rnd.post(
        "/requirements/REQ-1/decision/",
        {"decision": "accepted", "reason": "line stops", "customer_wording": "We work on it."},
    )
    drain()

    inbox = sales.get("/inbox/").content.decode()
    assert told in inbox
    assert "We work on it." in inbox
    chain = sales.get(page.redirect_chain[0][0] + "chain/", headers={"HX-Request": "true"})
    assert "REQ-1" in chain.content.decode()
    assert "<html" not in chain.content.decode()
    behind = rnd.get("/requirements/REQ-1/customers/").content.decode()
    assert "FB-1" in behind
    assert "/requirements/REQ-1/customers/" in rnd.get("/requirements/REQ-1/").content.decode()


def test_feedback_is_attached_by_the_number_of_a_requirement(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    requirement = make_requirement()
    feedback = make_feedback(product=requirement.product, kind="question")
    url = f"/feedback/{feedback.number}/"

    client.post(url + "handoff/", {"number": requirement.number.lower()})
    again = client.post(url + "handoff/", {"number": requirement.number}, follow=True)

    assert feedback.handoffs.get().requirement == requirement
    assert "already" in again.content.decode()


def test_a_question_is_made_a_requirement_by_hand(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    feedback = make_feedback(kind="question")

    client.post(f"/feedback/{feedback.number}/handoff/")

    assert feedback.handoffs.get().requirement.title == feedback.title


def test_a_number_that_does_not_exist_changes_nothing(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    feedback = make_feedback(kind="question")

    page = client.post(f"/feedback/{feedback.number}/handoff/", {"number": "REQ-999"}, follow=True)

    assert "does not exist" in page.content.decode()
    assert not hasattr(feedback, "handoff")


def test_who_may_not_hand_over_is_told_so(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))
    requirement = make_requirement()
    feedback = make_feedback(product=requirement.product)

    page = client.post(f"/feedback/{feedback.number}/handoff/", {"number": requirement.number})

    assert page.status_code == 403


def questions_about(client: Client, url: str, table: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [each["sql"] for each in asked if re.search(rf'FROM "?{table}\b', each["sql"])]


def test_the_panels_of_a_page_read_together_where_feedback_went(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    requirement = make_requirement(title="Steady tension")
    feedback = make_feedback(product=requirement.product, kind="question")
    url = f"/feedback/{feedback.number}/"
    client.post(url + "handoff/", {"number": requirement.number})

    page = client.get(url).content.decode()

    assert page.count(requirement.number) > 1
    assert "Steady tension" in page
    # Its activity asks which requirements it tells of.
    assert len(questions_about(client, url, "handoffs_handoff")) == 2


def test_a_page_asks_only_whether_anything_is_proposed_where_nothing_is(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    url = f"/feedback/{make_feedback(kind='question').number}/"
    # The side bar counts proposals too, the first time.
    client.get(url)

    [asked] = questions_about(client, url, "handoffs_proposal")

    assert "JOIN" not in asked


def test_what_is_proposed_is_counted_on_the_way_to_merging(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    requirement = make_requirement(title="Steady tension")
    feedback = make_feedback(product=requirement.product, kind="question")
    Proposal.objects.create(
        feedback=feedback,
        product=requirement.product,
        requirement=requirement,
        similarity=0.5,
        made_at=feedback.recorded_at,
    )
    url = f"/feedback/{feedback.number}/"

    page = client.get(url).content.decode()

    assert "Steady tension" in page
    assert len(questions_about(client, url, "handoffs_proposal")) == 2


def test_the_page_of_feedback_says_what_was_decided_and_what_may_be_told(client: Client) -> None:
    lin = make_user(Role.PRODUCT_MANAGER)
    zhao = make_user(Role.SALESPERSON)
    requirement = make_requirement(title="Steady tension")
    feedback = make_feedback(product=requirement.product, kind="question", recorded_by=zhao)
    client.force_login(lin)
    client.post(f"/feedback/{feedback.number}/handoff/", {"number": requirement.number})
    url = f"/requirements/{requirement.number}/decision/"
    client.post(
        url,
        {
            "decision": "accepted",
            "reason": "Three lines stand still",
            "customer_wording": "We work on it.",
        },
    )

    client.force_login(zhao)
    page = client.get(f"/feedback/{feedback.number}/").content.decode()

    behind, activity = page.split("Activity</h3>", 1)
    assert "Three lines stand still" in behind
    assert 'data-copy="We work on it."' in behind
    assert "Three lines stand still" in activity
    assert f"feedback:{feedback.pk} requirement:{requirement.pk}" in page


def test_what_came_by_itself_says_from_where(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    seller = make_user(Role.SALESPERSON)
    said = Said(customer=make_customer(), product=make_product(), verbatim="It stops")
    feedback = record(said=said, by=seller, at=timezone.now())
    drain()
    [handoff] = feedback.handoffs.select_related("requirement")

    made = client.get(f"/requirements/{handoff.requirement.number}/").content.decode()
    moved = client.get(f"/feedback/{feedback.number}/").content.decode()

    assert f"was made from {feedback.number}" in made
    assert "<b>Automation</b> moved" in moved
