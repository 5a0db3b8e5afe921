"""
How long the pipeline and a customer's page take with eight people at once, when 100,000
opportunities of 200,000 customers and 1,000,000 entries lie behind them:
`python -m benchmarks.deals [--rows N] [--database URL]`.
"""

import argparse
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import httpx

from benchmarks.company import served, signed_in, token_of
from benchmarks.report import Bar, finish

CLIENTS = 8
ASKS = 25
# PostgreSQL plans a statement anew the first eight times that a connection asks it.
WARM = 12
BOARD, PAGE = 80, 100
# Which customers have hundreds of opportunities: those made first, after the demo's own.
LARGE = 10
# The customer made last has so many rows in every section of its page.
HISTORY = 250

# The last number that was given to a customer.
LAST = """
import django
django.setup()
from twintrack.sales.customers.models import Customer
print(Customer.objects.order_by("-pk")[0].number.removeprefix("CUST-"))
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """An answer: milliseconds from the question to its last byte, and how many queries it took."""

    took: float
    queries: int
    body: bytes


class Visitor:
    """One who asks over a line kept open and reads bytes: the two cores are for the server."""

    def __init__(self, client: httpx.Client) -> None:
        self._line = HTTPConnection(urlsplit(str(client.base_url)).netloc, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        token = client.headers["X-CSRFToken"]
        self._headers = {"Cookie": cookies, "Accept-Encoding": "gzip", "X-CSRFToken": token}

    def get(self, path: str, **headers: str) -> Told:
        return self.ask("GET", path, "", headers)

    def ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Told:
        began = time.perf_counter()
        self._line.request(method, path, body.encode(), self._headers | headers)
        answer = self._line.getresponse()
        read = answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status < 300, (path, answer.status, read[:300])
        queries = re.search(r'desc="(\d+)"', answer.headers["Server-Timing"])
        return Told(took=took, queries=int(queries[1]), body=read)  # type: ignore[index]


Ask = Callable[[Visitor, int], Told]


def crowd(clients: list[Visitor], ask: Ask) -> list[Told]:
    """Let all ask at once, again and again."""
    answers: list[Told] = []
    failed: list[Exception] = []

    def work(turn: int, client: Visitor) -> None:
        try:
            told = [ask(client, turn * (ASKS + WARM) + n) for n in range(ASKS + WARM)]
        except Exception as error:  # noqa: BLE001  (told below: a thread would swallow it)
            failed.append(error)
        else:
            answers.extend(told[WARM:])

    threads = [threading.Thread(target=work, args=each) for each in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:3]
    return answers


def asks(first: int, last: int) -> list[tuple[str, float, Ask]]:
    """List what is asked, with the most milliseconds; customers from all over the range."""

    def customer(step: int) -> str:
        return f"/customers/CUST-{first + LARGE + (7919 * step) % (last - first - LARGE)}/"

    def below(client: Visitor, part: str) -> Told:
        wanted = {"HX-Request": "true", "HX-Target": f"div#{part}"}
        return client.get(f"/customers/CUST-{last}/", **wanted)

    def after_change(client: Visitor, step: int) -> Told:
        at = f"/api/v1/opportunities/O-{200 + step}"
        plain = {"Accept-Encoding": "identity"}
        name = json.loads(client.ask("GET", at, "", plain).body)["name"]
        body = json.dumps({"before": {"name": name}, "values": {"name": f"测 {step}"}})
        client.ask("PATCH", at, body, {"Content-Type": "application/json"})
        return client.get("/opportunities/board/")

    return [
        ("board of the pipeline", BOARD, lambda c, _n: c.get("/opportunities/board/")),
        ("board, mine", BOARD, lambda c, _n: c.get("/opportunities/board/?view=mine")),
        ("list of open opportunities", BOARD, lambda c, _n: c.get("/opportunities/")),
        ("page of a customer", PAGE, lambda c, n: c.get(customer(n))),
        (
            "page of a customer with 500 opportunities",
            PAGE,
            lambda c, n: c.get(f"/customers/CUST-{first + n % LARGE}/"),
        ),
        (
            f"page of a customer with {HISTORY} rows in every section",
            PAGE,
            lambda c, _n: c.get(f"/customers/CUST-{last}/"),
        ),
        *(
            (f"its part below: {part}", PAGE, lambda c, _n, part=part: below(c, part))
            for part in ("agreements", "dealings", "story")
        ),
        ("list of customers", PAGE, lambda c, _n: c.get("/customers/")),
        ("page of an opportunity", PAGE, lambda c, n: c.get(f"/opportunities/O-{200 + n}/")),
        # Last: the worker reads what was changed while others ask.
        ("board of the pipeline, after a change", BOARD, after_change),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    fill = ["-m", "benchmarks.deals_rows", str(options.rows)]
    history = ["-m", "benchmarks.history_rows", str(HISTORY)]
    bars = []
    with served(options.database, fill, history, settings="benchmarks.settings") as company:
        people = [signed_in(company.url, "sun") for _each in range(CLIENTS)]
        for person in people:
            person.headers["X-CSRFToken"] = token_of(person.get("/opportunities/new/"))
        clients = [Visitor(person) for person in people]
        last = int(company.run("-c", LAST))
        first = last - 2 * options.rows + 1
        for name, limit, ask in asks(first, last):
            answers = crowd(clients, ask)
            times = sorted(each.took for each in answers)
            queries = max(each.queries for each in answers)
            print(f"{name:50} median {median(times):6.1f} ms {queries:3} queries")
            p95 = times[int(len(times) * 0.95)]
            bars.append(Bar(bar=f"{name}, 8 at once, p95 ms", figure=p95, limit=limit))
    finish("deals", bars, options)


if __name__ == "__main__":
    main()
