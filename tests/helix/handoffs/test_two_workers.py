"""Two workers at once, and one that fails half-way: each piece of feedback is handed over once."""

from datetime import UTC, datetime

import pytest

from tests.crowd import all_at_once, several_writers
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.algorithms.matching.documents import read
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.helix.handoffs.models import Handoff
from twintrack.helix.matching.keys import EVERY, keys_of
from twintrack.helix.matching.postings import count_words, find_strongest
from twintrack.helix.matching.remembering import recall
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.operations import Said

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
def test_two_workers_hand_each_piece_of_feedback_over_once() -> None:
    zhao, product, customer = make_user(Role.CSM), make_product(), make_customer()
    words = [f"Unlike any other: {letter * 5} {letter * 7}" for letter in "abcdefghijkl"]
    for verbatim in [*words, *words]:
        said = Said(customer=customer, product=product, verbatim=verbatim)
        feedback_operations.record(said=said, by=zhao, at=AT)
    all_at_once([drain, drain])
    drain()

    assert not ParkedEntry.objects.exists()
    assert Handoff.objects.count() == 2 * len(words)
    assert Requirement.objects.count() == len(words)
    assert Entry.objects.filter(kind="handoff.made").count() == 2 * len(words)
    # What they remember of the index, each in its turn, is what the index holds.
    memory = recall([product.pk])[product.pk]
    keys = keys_of(product.pk, [EVERY, *read(words[0]).filed])
    assert memory.counts_of(keys.values()) == count_words(list(keys.values()))
    wanted = [(key, 1) for word, key in keys.items() if word != EVERY]
    assert memory.strongest(wanted, limit=25) == find_strongest(wanted, per_word=99, limit=25)
