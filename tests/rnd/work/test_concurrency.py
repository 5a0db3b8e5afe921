"""Two people at the tree of work at the same moment."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.factories.people import make_user
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role
from twintrack.rnd.work import operations
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


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
