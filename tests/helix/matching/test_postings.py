"""The index tells of words what it holds, however it is asked."""

from random import Random

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.helix.matching.entering import Parts, enter
from twintrack.helix.matching.keys import keys_of
from twintrack.helix.matching.operations import index_new
from twintrack.helix.matching.postings import count_words, find_strongest, read_postings

pytestmark = pytest.mark.django_db
WORDS = [
    "tension",
    "reel",
    "film",
    "belt",
    "drive",
    "alarm",
    "screen",
    "report",
    "export",
    "encoder",
]


def test_nothing_wanted_finds_nothing_without_asking() -> None:
    assert queries_of(lambda: find_strongest([], per_word=5, limit=5)) == 0


def test_words_that_stand_nowhere_are_not_counted() -> None:
    assert count_words([1, 2]) == {}
    assert read_postings([1], per_word=5) == {1: {}}


def test_of_each_word_those_that_speak_of_it_most_are_read_and_the_newest_of_equals() -> None:
    product, dice = make_product(), Random(3)
    titles = [" ".join(dice.choices(WORDS, k=dice.randint(1, 9))) for _each in range(30)]
    entered = [enter(make_requirement(product=product, title=each), Parts()) for each in titles]
    index_new(entered)
    key = keys_of(product.pk, WORDS)["tension"]
    speaking = sorted(
        ((weight, pk) for each in entered for word, pk, weight in each.postings if word == key),
        reverse=True,
    )
    assert len(speaking) > 4

    [read] = read_postings([key], per_word=4).values()

    assert sorted(((w, pk) for w, ids in read.items() for pk in ids), reverse=True) == speaking[:4]
    assert find_strongest([(key, 1)], per_word=4, limit=9) == {pk: w for w, pk in speaking[:4]}
