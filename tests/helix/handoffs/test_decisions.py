"""What people decided is what matching learns from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.schedules.registry import all_jobs
from twintrack.helix.handoffs.decisions import list_decisions
from twintrack.helix.handoffs.models import Handoff, Proposal
from twintrack.helix.matching.models import Learning
from twintrack.hub.products.models import Product

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
LIKE = [0.9, 0.8, 0.9, 1.0, 0.5, 1, 1]
UNLIKE = [0.8, 0.4, 0.4, 1.0, 0.4, -1, -1]


@pytest.fixture
def product() -> Product:
    return make_product()


def proposed(product: Product, state: str, features: list[float] | None = LIKE) -> Proposal:
    return Proposal.objects.create(
        feedback=make_feedback(product=product),
        product=product,
        requirement=make_requirement(product=product),
        similarity=0.5,
        features=features,
        state=state,
        made_at=AT,
    )


def attached(product: Product, **over: object) -> Handoff:
    given: dict[str, object] = {
        "feedback": make_feedback(product=product),
        "product": product,
        "requirement": make_requirement(product=product),
        "way": "matched",
        "features": LIKE,
        "made_at": AT - timedelta(days=20),
    }
    return Handoff.objects.create(**(given | over))


def test_proposals_count_once_somebody_has_decided(product: Product) -> None:
    yes, no = proposed(product, "accepted"), proposed(product, "dismissed", UNLIKE)
    for state in ("open", "lapsed"):
        proposed(product, state)
    # Proposed before features were kept.
    proposed(product, "accepted", None)

    found = list_decisions(at=AT)

    assert [(each.feedback_id, each.features, each.is_same) for each in found] == [
        (yes.feedback_id, LIKE, True),
        (no.feedback_id, UNLIKE, False),
    ]


def test_what_was_attached_by_itself_was_right_if_it_stood(product: Product) -> None:
    stood = attached(product)
    attached(product, made_at=AT - timedelta(days=13))
    attached(product, way="created", features=None)

    [found] = list_decisions(at=AT)

    assert (found.feedback_id, found.is_same) == (stood.feedback_id, True)


def test_what_somebody_moved_was_wrong_but_for_what_went_there_anyway(product: Product) -> None:
    left = make_requirement(product=product)
    moved = attached(product, way="created", way_before="matched", before=left)
    to = make_requirement(product=product)
    merged = make_requirement(product=product, state="merged", merged_into=to)
    attached(product, way="attached", way_before="matched", before=merged, requirement=to)

    [found] = list_decisions(at=AT)

    assert (found.feedback_id, found.is_same) == (moved.feedback_id, False)


def test_every_night_it_learns_from_enough_of_them(product: Product) -> None:
    [job] = [each for each in all_jobs() if each.name == "matching"]
    job.run(AT)
    assert not Learning.objects.exists()
    for _number in range(30):
        proposed(product, "accepted")
        proposed(product, "dismissed", UNLIKE)
    # The other way round, so that both kinds stand in both halves.
    for _number in range(30):
        proposed(product, "dismissed", UNLIKE)
        proposed(product, "accepted")

    job.run(AT)

    assert Learning.objects.get().decisions == 120
    entry = Entry.objects.get(kind="matching.learned")
    assert entry.actor.is_service


def test_the_page_and_the_api_say_what_was_learned(client: Client, product: Product) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    proposed(product, "accepted")
    assert "there is 1." in client.get("/proposals/thresholds/").content.decode()
    caller = call_as(Role.SALESPERSON)
    assert caller.get("/matching/learning").json() is None

    Learning.objects.create(
        pk=1,
        weights=[0.0] * 8,
        learned_at=AT,
        decisions=212,
        same=90,
        area_before=0.61,
        area_after=0.78,
        error_before=0.19,
        error_after=0.07,
    )

    page = client.get("/proposals/thresholds/").content.decode()
    assert "212 of your own decisions" in page
    assert "78\u2009% of the time, before 61\u2009%" in page
    assert caller.get("/matching/learning").json()["area_after"] == 0.78
    client.force_login(make_user(Role.PRODUCT_MANAGER, language="zh-hans"))
    page = client.get("/proposals/thresholds/").content.decode()
    assert "团队自己的 212 次判定" in page
    assert "78\u2009%，此前 61\u2009%" in page
