"""
How long the pipeline and a customer's page take with eight people at once, when 100,000
opportunities of 200,000 customers and 1,000,000 entries lie behind them:
`python -m benchmarks.deals [--rows N] [--database URL]`.
"""

import argparse
import json
import re
import threading
from collections.abc import Callable
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


class Visitor:
    """One who asks over a line kept open and reads bytes: the two cores are for the server."""

    def __init__(self, client: httpx.Client) -> None:
        self._line = HTTPConnection(urlsplit(str(client.base_url)).netloc, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        token = client.headers["X-CSRFToken"]
        self._headers = {"Cookie": cookies, "Accept-Encoding": "gzip", "X-CSRFToken": token}

    def get(self, path: str, **headers: str) -> str:
        """Ask for a page; gives what the stopwatch says of it."""
        timing, _body = self.ask("GET", path, "", headers)
        return timing

    def ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[str, bytes]:
        self._line.request(method, path, body.encode(), self._headers | headers)
        answer = self._line.getresponse()
        read = answer.read()
        assert answer.status < 300, (path, answer.status, read[:300])
        return answer.headers["Server-Timing"], read


Ask = Callable[[Visitor, int], str]


def crowd(clients: list[Visitor], ask: Ask) -> tuple[list[float], int]:
    """Let all ask at once, again and again: milliseconds inside the server, and most queries."""
    times: list[float] = []
    queries: list[int] = []
    failed: list[Exception] = []

    def work(turn: int, client: Visitor) -> None:
        for step in range(ASKS + WARM):
            try:
                timing = ask(client, turn * (ASKS + WARM) + step)
            except Exception as error:  # noqa: BLE001  (told below: a thread would swallow it)
                failed.append(error)
                return
            if step >= WARM:
                times.append(float(re.search(r"dur=([\d.]+)", timing)[1]))  # type: ignore[index]
                queries.append(int(re.search(r'desc="(\d+)"', timing)[1]))  # type: ignore[index]

    threads = [threading.Thread(target=work, args=each) for each in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:3]
    return times, max(queries)


def asks(first: int, last: int) -> list[tuple[str, float, Ask]]:
    """List what is asked, with the most milliseconds; customers from all over the range."""

    def customer(step: int) -> str:
        return f"/customers/CUST-{first + LARGE + (7919 * step) % (last - first - LARGE)}/"

    def below(client: Visitor, part: str) -> str:
        wanted = {"HX-Request": "true", "HX-Target": f"div#{part}"}
        return client.get(f"/customers/CUST-{last}/", **wanted)

    def after_change(client: Visitor, step: int) -> str:
        at = f"/api/v1/opportunities/O-{200 + step}"
        plain = {"Accept-Encoding": "identity"}
        name = json.loads(client.ask("GET", at, "", plain)[1])["name"]
        body = json.dumps({"before": {"name": name}, "values": {"name": f"测 {step}"}})
        client.ask("PATCH", at, body, {"Content-Type": "application/json"})
        return client.get("/opportunities/board/")

    return [
        ("board of the pipeline", BOARD, lambda c, _n: c.get("/opportunities/board/")),
        ("board of the pipeline, after a change", BOARD, after_change),
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
            times, queries = crowd(clients, ask)
            p95 = sorted(times)[int(len(times) * 0.95)]
            print(f"{name:50} median {median(times):6.1f} ms {queries:3} queries")
            bars.append(Bar(bar=f"{name}, 8 at once, p95 ms", figure=p95, limit=limit))
    finish("deals", bars, options)


if __name__ == "__main__":
    main()
