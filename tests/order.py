"""
Which test runs when.

The demo company is built while the first tests run; those that need it come next, the long ones
first, and short tests are left for the end, so that no worker waits for another.
"""

import os

import pytest

# The fixture that the demo company stands on.
COMPANY = "company_folder"


def needs_company(item: pytest.Item) -> bool:
    return COMPANY in getattr(item, "fixturenames", ())


def arrange(items: list[pytest.Item]) -> None:
    """Put the tests in order: a slice for each worker, as they are dealt."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long_first = sorted(
        filter(needs_company, items), key=lambda item: item.get_closest_marker("long") is None
    )
    others = [item for item in items if not needs_company(item)]
    arranged: list[pytest.Item] = []
    for number in range(workers):
        left = workers - number
        share = long_first[number::workers]
        size = (len(items) - len(arranged)) // left - len(share)
        mine, others = others[:size], others[size:]
        half = len(mine) // 2
        arranged += [*mine[:half], *share, *mine[half:]]
    items[:] = arranged
