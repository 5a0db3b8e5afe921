"""Pages that are read from the store: when it has just changed, and from then on."""

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.report import Bar
from twintrack.analytics.store import Parts, Store

if TYPE_CHECKING:
    from django.test import Client

LIMIT = 300


def asked(client: "Client", address: str) -> float:
    """Ask for a page; gives milliseconds."""
    began = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, answer.content[:300]
    return taken


def measure_pages(
    client: "Client", store: Store, parts: Parts, pages: Mapping[str, str], *, rounds: int, of: str
) -> list[Bar]:
    """Ask for each page by turns, right after a change and again; a bar for the p95 of each."""
    # The application is made with the import, from what stands there by now.
    from twintrack.config.asgi import settle

    # A server has settled, and does not write so much at once.
    os.sync()
    settle()
    bars = []
    for label, address in pages.items():
        asked(client, address)
        first, again = [], []
        for _each in range(rounds):
            parts = store.hold(replace(parts, version=parts.version + 1))
            first.append(asked(client, address))
            again.append(asked(client, address))
        for when, taken in (("the store has changed", first), ("from then on", again)):
            taken.sort()
            middle, p95 = taken[rounds // 2], taken[int(rounds * 0.95)]
            print(f"  {label}, {when}: p50 {middle:.0f} ms, p95 {p95:.0f} ms", flush=True)
            bars.append(Bar(bar=f"{of}, {label}, {when}, p95", figure=p95, limit=LIMIT))
    return bars
