"""Several who do something at the same moment, each in a connection of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from django.db import connection

from twintrack.foundation.access.refusals import Refusal

MOST_SECONDS = 60
several_writers = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time."
)


def all_at_once(acts: Iterable[Callable[[], object]]) -> list[object]:
    """
    Let everybody begin at the same moment.

    Gives, in their order, what each came back with, or by what they were refused. Whatever else
    went wrong, or takes longer than a minute, fails the test.
    """
    acts = list(acts)
    ready = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)
    failures: list[BaseException] = []

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            outcomes[place] = act()
        except Refusal as refusal:
            outcomes[place] = refusal
        except BaseException as failure:  # noqa: BLE001  (told in the test's own thread)
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(MOST_SECONDS)
    if failures:
        raise failures[0]
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def how_they_fared(outcomes: Iterable[object]) -> Counter[str]:
    """Count who was refused by what; all others are done."""
    return Counter(
        type(each).__name__ if isinstance(each, Refusal) else "done" for each in outcomes
    )
