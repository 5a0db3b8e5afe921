"""
Which test runs when.

The tables and the demo company are made while the first tests run. So tests that need neither come
first, those that need the company later, the long ones of them first, and short tests are left for
the end, so that no worker waits for another.
"""

import os

import pytest

# The fixture that the demo company stands on.
COMPANY = "company_folder"
# What modules call Django's connections, whose tests look at the database without having one.
CONNECTIONS = {"connection", "connections"}


def needs_company(item: pytest.Item) -> bool:
    return COMPANY in getattr(item, "fixturenames", ())


def needs_tables(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return "django_db_setup" in fixtures or item.get_closest_marker("django_db") is not None


def asks_database(item: pytest.Item) -> bool:
    """Say whether a test may end otherwise on another database: it has one, or looks at it."""
    known = vars(getattr(item, "module", item))
    return needs_tables(item) or needs_company(item) or not CONNECTIONS.isdisjoint(known)


def arrange(items: list[pytest.Item]) -> None:
    """Put the tests in order: a slice for each worker, as they are dealt."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long_first = sorted(
        filter(needs_company, items), key=lambda item: item.get_closest_marker("long") is None
    )
    others = [item for item in items if not needs_company(item)]
    plain = [item for item in others if not needs_tables(item)]
    stored = [item for item in others if needs_tables(item)]
    arranged: list[pytest.Item] = []
    for number in range(workers):
        first, then = plain[number::workers], long_first[number::workers]
        size = (len(items) - len(arranged)) // (workers - number) - len(first) - len(then)
        # The company takes longest on PostgreSQL, where it is waited for even so late.
        before = size * 3 // 4
        arranged += [*first, *stored[:before], *then, *stored[before:size]]
        stored = stored[size:]
    items[:] = arranged
