"""What is remembered of the index is what the index tells, whoever changes it meanwhile."""

from random import Random

import pytest
from django.db import transaction

from tests.factories.backlog import make_requirement
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.helix.matching import remembering
from twintrack.helix.matching.entering import Entered, Parts, counted, enter
from twintrack.helix.matching.keys import EVERY, key_of, keys_of
from twintrack.helix.matching.models import IndexVersion
from twintrack.helix.matching.operations import clear, index, index_new
from twintrack.helix.matching.postings import find_strongest
from twintrack.helix.matching.remembering import Memory, recall
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.lifecycle import State

pytestmark = pytest.mark.django_db
WORDS = [f"word{number}" for number in range(25)]


def entered(product: Product, dice: Random, count: int) -> list[Entered]:
    titles = [" ".join(dice.choices(WORDS, k=dice.randint(1, 12))) for _each in range(count)]
    return [enter(make_requirement(product=product, title=each), Parts()) for each in titles]


def asked(product: Product, dice: Random) -> list[tuple[int, int]]:
    words = dice.sample(WORDS, k=dice.randint(1, 9))
    return [(key, dice.randint(1, 400)) for key in keys_of(product.pk, words).values()]


@pytest.mark.parametrize("per_word", [3, 3_000])
@pytest.mark.parametrize("seed", range(4))
def test_a_memory_finds_what_the_whole_index_is_searched_for(seed: int, per_word: int) -> None:
    dice, product = Random(seed), make_product()
    made = entered(product, dice, 40)
    index_new(made[:20])
    memory = Memory(1, per_word=per_word)
    wanted = [asked(product, dice) for _each in range(12)]

    for step in range(4):
        for each in wanted:
            here = memory.strongest(each, limit=7)
            there = find_strongest(each, per_word=per_word, limit=7)
            assert list(here.items()) == list(there.items())
            filed = memory.filed_of(there)
            assert [one.document.weights for one in filed.values()] == [
                one.document.weights for one in (Memory().filed_of(there)[pk] for pk in there)
            ]
        some = made[20 + step * 5 : 25 + step * 5]
        index_new(some)
        for each in some:
            memory.add(each)
        gone = made[step]
        gone.row.requirement.state = State.REJECTED
        index(requirement=gone.row.requirement)
        memory.remove(gone.row)


def test_a_word_is_asked_for_once_and_counted_on() -> None:
    product = make_product()
    every = key_of(product.pk, EVERY)
    first, second = (
        enter(make_requirement(product=product, title=title), Parts()) for title in ("张力", "波动")
    )
    index_new([first])
    memory = Memory(1)
    assert memory.counts_of([every, *counted(second.row)]) == {every: 1}

    memory.add(second)

    assert queries_of(lambda: memory.counts_of(counted(second.row))) == 0
    assert memory.counts_of([every]) == {every: 2}
    memory.remove(first.row)
    assert memory.counts_of([every]) == {every: 1}


def test_what_this_process_changes_is_remembered_without_asking() -> None:
    dice, product = Random(1), make_product()
    made = entered(product, dice, 9)
    index_new(made[:3])
    wanted = asked(product, dice)
    before = recall([product.pk])[product.pk]
    before.strongest(wanted, limit=5)

    index_new(made[3:])

    memory = recall([product.pk])[product.pk]
    assert memory is before
    assert queries_of(lambda: memory.strongest(wanted, limit=5)) == 0
    assert memory.strongest(wanted, limit=5) == find_strongest(wanted, per_word=9, limit=5)


def test_the_versions_that_those_who_wait_speak_of_are_read_again_when_they_change() -> None:
    product = make_product()
    requirement = make_requirement(product=product, title="张力")
    index(requirement=requirement, parts=Parts(versions=[3]))
    memory = recall([product.pk])[product.pk]
    assert memory.filed_of([requirement.pk])[requirement.pk].versions == [3]

    index(requirement=requirement, parts=Parts(versions=[3, 4]))

    memory = recall([product.pk])[product.pk]
    assert memory.filed_of([requirement.pk])[requirement.pk].versions == [3, 4]
    assert memory.size == Memory().size + len("张力")


def test_what_another_process_changed_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    dice, product = Random(2), make_product()
    made = entered(product, dice, 9)
    index_new(made[:3])
    wanted = asked(product, dice)
    before = recall([product.pk])[product.pk]
    before.strongest(wanted, limit=5)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(remembering, "_memories", {})
        index_new(made[3:])

    memory = recall([product.pk])[product.pk]

    assert memory is not before
    assert memory.strongest(wanted, limit=5) == find_strongest(wanted, per_word=9, limit=5)


def test_what_is_undone_is_not_remembered() -> None:
    dice, product = Random(4), make_product()
    made = entered(product, dice, 9)
    index_new(made[:3])
    wanted = asked(product, dice)
    with transaction.atomic():
        recall([product.pk])[product.pk].strongest(wanted, limit=5)
        index_new(made[3:])
        transaction.set_rollback(True)

    memory = recall([product.pk])[product.pk]

    assert memory.strongest(wanted, limit=5) == find_strongest(wanted, per_word=9, limit=5)


def test_an_index_built_again_is_asked_again_and_one_without_a_state_is_not_kept() -> None:
    dice, product = Random(5), make_product()
    index_new(entered(product, dice, 3))
    wanted = asked(product, dice)
    recall([product.pk])[product.pk].strongest(wanted, limit=5)

    clear()

    memory = recall([product.pk])[product.pk]
    assert not memory.is_kept
    assert not memory.strongest(wanted, limit=5)
    assert not IndexVersion.objects.exists()


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    dice, product = Random(6), make_product()
    index_new(entered(product, dice, 9))
    memory = recall([product.pk])[product.pk]
    memory.strongest(asked(product, dice), limit=5)
    assert recall([product.pk])[product.pk] is memory

    monkeypatch.setattr(remembering, "MOST", memory.size - 1)

    assert recall([product.pk])[product.pk] is not memory
