"""The index counts each word once, and knows what is added beside it."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.helix.matching.keys import EVERY, key_of
from twintrack.helix.matching.operations import Parts, index_new
from twintrack.helix.matching.postings import WordCounts, find_strongest

pytestmark = pytest.mark.django_db


def test_a_word_is_asked_for_once_and_counted_on_as_requirements_are_added() -> None:
    product = make_product()
    every = key_of(product.pk, EVERY)
    counts = WordCounts()
    index_new(requirement=make_requirement(product=product, title="张力"), parts=Parts())

    assert counts.of([every]) == {every: 1}
    second = make_requirement(product=product, title="张力波动")
    index_new(requirement=second, parts=Parts(), word_counts=counts)

    assert queries_of(lambda: counts.of([every])) == 0
    assert counts.of([every]) == {every: 2}
    assert WordCounts().of([every]) == {every: 2}


def test_a_word_that_stands_nowhere_has_no_count() -> None:
    assert WordCounts().of([key_of(1, "never said")]) == {}


def test_nothing_wanted_finds_nothing_without_asking() -> None:
    assert queries_of(lambda: find_strongest([], per_word=5, limit=5)) == 0
