"""Two people at the tree of work at the same moment."""

import threading
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import transaction

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.people import make_user
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.rnd.work import operations
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@several_writers
def test_who_names_a_held_item_does_not_wait_for_whoever_holds_it() -> None:
    """The key is checked at the end, while the ledger is held: both would wait for each other."""
    parent = make_work_item()
    child = make_work_item(product=parent.product)
    person = make_user(Role.ENGINEER)
    held, named = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            WorkItem.objects.select_for_update(no_key=True).get(pk=parent.pk)
            held.set()
            named.wait(10)
            edits = [Edit(field="title", value="Drive of the winder")]
            operations.change(item=parent, edits=edits, by=person, at=AT)

    def name() -> None:
        held.wait(10)
        with transaction.atomic():
            edits = [Edit(field="parent", value=parent)]
            operations.change(item=child, edits=edits, by=person, at=AT)
            named.set()

    assert how_they_fared(all_at_once([hold, name])) == {"done": 2}


@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_two_who_put_items_below_each_other_one_is_refused() -> None:
    first = make_work_item()
    second = make_work_item(product=first.product)
    pairs = [(first, second), (second, first)]
    person = make_user(Role.ENGINEER)

    def put(item: WorkItem, parent: WorkItem) -> None:
        edits = [Edit(field="parent", value=parent)]
        operations.change(item=item, edits=edits, by=person, at=AT)

    fared = how_they_fared(all_at_once(partial(put, *pair) for pair in pairs))

    assert fared == {"done": 1, "InCircles": 1}
    assert WorkItem.objects.exclude(parent=None).count() == 1
