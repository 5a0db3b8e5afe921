"""The index counts each word once, and knows what is added beside it."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.helix.matching.entering import Parts, counted, enter
from twintrack.helix.matching.keys import EVERY, key_of
from twintrack.helix.matching.operations import index_new
from twintrack.helix.matching.postings import WordCounts, find_strongest

pytestmark = pytest.mark.django_db


def test_a_word_is_asked_for_once_and_counted_on_as_requirements_are_added() -> None:
    product = make_product()
    every = key_of(product.pk, EVERY)
    counts = WordCounts()
    index_new([enter(make_requirement(product=product, title="张力"), Parts())])

    assert counts.of([every]) == {every: 1}
    second = enter(make_requirement(product=product, title="张力波动"), Parts())
    counts.add(counted(second.row))
    index_new([second])

    assert queries_of(lambda: counts.of([every])) == 0
    assert counts.of([every]) == {every: 2}
    assert WordCounts().of([every]) == {every: 2}


def test_a_word_asked_for_later_counts_what_is_not_written_down_yet() -> None:
    product = make_product()
    index_new([enter(make_requirement(product=product, title="张力"), Parts())])
    counts = WordCounts()
    counts.add([key_of(product.pk, EVERY)])

    assert counts.of([key_of(product.pk, EVERY)]) == {key_of(product.pk, EVERY): 2}


def test_a_word_that_stands_nowhere_has_no_count() -> None:
    assert WordCounts().of([key_of(1, "never said")]) == {}


def test_nothing_wanted_finds_nothing_without_asking() -> None:
    assert queries_of(lambda: find_strongest([], per_word=5, limit=5)) == 0
