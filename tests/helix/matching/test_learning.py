"""Matching learns from what people decided, where that makes it righter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from twintrack.algorithms.matching.judging import area
from twintrack.algorithms.matching.similarity import STARTING, Features, Weights, similarity
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.matching.entering import Parts
from twintrack.helix.matching.learning import ENOUGH, Decision, halves_of, learn
from twintrack.helix.matching.models import Learning
from twintrack.helix.matching.operations import index
from twintrack.helix.matching.queries import current_weights, find_similar, get_learning
from twintrack.hub.products.models import Product

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 4, 10, tzinfo=UTC)


@pytest.fixture
def pm() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def decisions_where_the_module_tells(count: int, seed: int = 1) -> list[Decision]:
    """Words are the same whatever was decided: only the module says it, one time in ten wrong."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        is_same = bool(number // 2 % 2)
        tells = is_same if dice.random() < 0.9 else not is_same
        features = Features(
            coverage=dice.random(),
            title=dice.random(),
            shape=dice.random(),
            rare=dice.random(),
            lead=dice.uniform(0.1, 0.5),
            module=1 if tells else -1,
        )
        made.append(Decision(feedback_id=number, features=features.values, is_same=is_same))
    return made


def judged(decisions: list[Decision], weights: Weights) -> float:
    _learned, judging = halves_of(decisions)
    return area([(similarity(each.features, weights), each.is_same) for each in judging])


def test_learned_weights_put_the_right_one_first_more_often(pm: User) -> None:
    decisions = decisions_where_the_module_tells(120)

    learning = learn(decisions=decisions, by=pm, at=AT)

    assert learning is not None
    assert current_weights() == learning.model
    assert judged(decisions, current_weights()) > judged(decisions, STARTING) + 0.1
    assert learning.area_after > learning.area_before
    assert learning.error_after <= learning.error_before
    assert (learning.decisions, learning.same) == (120, 60)


def test_the_ledger_tells_what_was_before_and_is_now(pm: User) -> None:
    learning = learn(decisions=decisions_where_the_module_tells(120), by=pm, at=AT)

    assert learning is not None
    entry = Entry.objects.get(kind="matching.learned")
    assert entry.payload == {
        "decisions": 120,
        "same": 60,
        "area_came_from": learning.area_before,
        "area": learning.area_after,
        "error_came_from": learning.error_before,
        "error": learning.error_after,
    }


def test_the_same_decisions_teach_the_same_and_only_once(pm: User) -> None:
    decisions = decisions_where_the_module_tells(120)
    first = learn(decisions=decisions, by=pm, at=AT)

    again = learn(decisions=decisions, by=pm, at=AT)

    assert first is not None
    assert again is not None
    assert again.weights == first.weights
    assert Entry.objects.filter(kind="matching.learned").count() == 1


def test_too_few_decisions_change_nothing(pm: User) -> None:
    assert learn(decisions=decisions_where_the_module_tells(ENOUGH - 1), by=pm, at=AT) is None

    assert current_weights() == STARTING
    assert not Entry.objects.exists()


def test_decisions_of_one_kind_change_nothing(pm: User) -> None:
    decisions = decisions_where_the_module_tells(120)
    agreed = [replace(each, is_same=True) for each in decisions]
    hardly = [replace(each, is_same=each.is_same and each.feedback_id < 30) for each in decisions]

    assert learn(decisions=agreed, by=pm, at=AT) is None
    assert learn(decisions=hardly, by=pm, at=AT) is None


def test_weights_that_err_more_are_not_taken(pm: User) -> None:
    decisions = decisions_where_the_module_tells(120)
    learn(decisions=decisions, by=pm, at=AT)
    known = get_learning()
    assert known is not None
    # What is learned from says the opposite of what it is judged by.
    torn = [
        each if each.feedback_id % 2 else replace(each, is_same=not each.is_same)
        for each in decisions
    ]

    kept = learn(decisions=torn, by=pm, at=AT)

    assert kept == known
    assert current_weights() == known.model
    assert Entry.objects.filter(kind="matching.learned").count() == 1


def test_who_may_not_set_matching_teaches_it_nothing() -> None:
    with pytest.raises(NotAllowed):
        learn(decisions=[], by=make_user(Role.SALESPERSON), at=AT)
    assert not Learning.objects.exists()


@pytest.fixture
def product() -> Product:
    requirement = make_requirement(title="换卷时张力波动导致断带")
    index(requirement=requirement, parts=Parts(versions=[3]))
    found: Product = requirement.product
    return found


def told(product: Product, version_id: int | None) -> tuple[float, int]:
    [found] = find_similar(product=product, title="换卷以后张力不稳", version_id=version_id)
    return found.similarity, found.features.version


def test_the_version_that_was_spoken_of_tells_a_little(product: Product) -> None:
    same, other, unknown = told(product, 3), told(product, 4), told(product, None)

    assert (same[1], other[1], unknown[1]) == (1, -1, 0)
    assert same[0] > unknown[0] > other[0]


def test_a_version_more_is_known_without_indexing_anew(product: Product) -> None:
    requirement = make_requirement(product=product, title="触摸屏在低温下没有反应")
    index(requirement=requirement, parts=Parts(versions=[3]))

    index(requirement=requirement, parts=Parts(versions=[4, 3]))

    [found] = find_similar(product=product, title="触摸屏没有反应", version_id=4)
    assert found.features.version == 1


def test_similarities_go_by_what_was_learned(product: Product) -> None:
    before = told(product, 4)[0]
    Learning.objects.create(
        pk=1,
        weights=[STARTING.start, *replace(STARTING, version=3.0).values],
        learned_at=AT,
        decisions=60,
        same=30,
        area_before=0.6,
        area_after=0.8,
        error_before=0.2,
        error_after=0.1,
    )

    assert told(product, 4)[0] < before
