"""Two people at the tree of work at the same moment."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests.factories.people import make_user
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.rnd.work import operations
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_who_names_a_held_item_does_not_wait_for_whoever_holds_it() -> None:
    """The key is checked at the end, while the ledger is held: both would wait for each other."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    parent = make_work_item()
    child = make_work_item(product=parent.product)
    person = make_user(Role.ENGINEER)
    held, named = threading.Event(), threading.Event()
    done: list[str] = []

    def hold() -> None:
        with transaction.atomic():
            WorkItem.objects.select_for_update(no_key=True).get(pk=parent.pk)
            held.set()
            named.wait(10)
            edits = [Edit(field="title", value="Drive of the winder")]
            operations.change(item=parent, edits=edits, by=person, at=AT)
        done.append("held")
        connection.close()

    def name() -> None:
        held.wait(10)
        with transaction.atomic():
            edits = [Edit(field="parent", value=parent)]
            operations.change(item=child, edits=edits, by=person, at=AT)
            named.set()
        done.append("named")
        connection.close()

    threads = [threading.Thread(target=each) for each in (hold, name)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(done) == ["held", "named"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_items_below_each_other_one_is_refused() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    first = make_work_item()
    second = make_work_item(product=first.product)
    pairs = [(first, second), (second, first)]
    people = [make_user(Role.ENGINEER) for _each in pairs]
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def put(index: int) -> None:
        item, parent = pairs[index]
        ready.wait(10)
        try:
            edits = [Edit(field="parent", value=parent)]
            operations.change(item=item, edits=edits, by=people[index], at=AT)
            outcomes.append("put")
        except operations.InCircles:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=[index]) for index in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["put", "refused"]
    assert WorkItem.objects.exclude(parent=None).count() == 1
