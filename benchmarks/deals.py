"""
How long the pipeline and a customer's page take with eight people at once, when 100,000
opportunities of 200,000 customers and 1,000,000 entries lie behind them:
`python -m benchmarks.deals [--rows N] [--database URL]`.
"""

import argparse
import re
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx

from benchmarks.company import served, signed_in, token_of
from benchmarks.report import Bar, finish

CLIENTS = 8
ASKS = 25
WARM = 3
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

Ask = Callable[[httpx.Client, int], httpx.Response]


def crowd(clients: list[httpx.Client], ask: Ask) -> tuple[list[float], int]:
    """Let all ask at once, again and again: milliseconds inside the server, and most queries."""
    times: list[float] = []
    queries: list[int] = []
    failed: list[str] = []

    def work(turn: int, client: httpx.Client) -> None:
        for step in range(ASKS + WARM):
            answer = ask(client, turn * (ASKS + WARM) + step)
            if answer.status_code >= 400:
                failed.append(f"{answer.url} {answer.status_code}")
                return
            timing = answer.headers["Server-Timing"]
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

    def below(client: httpx.Client, part: str) -> httpx.Response:
        wanted = {"HX-Request": "true", "HX-Target": f"div#{part}"}
        return client.get(f"/customers/CUST-{last}/", headers=wanted)

    def after_change(client: httpx.Client, step: int) -> httpx.Response:
        at = f"/api/v1/opportunities/O-{200 + step}"
        body = {"before": {"name": client.get(at).json()["name"]}, "values": {"name": f"测 {step}"}}
        client.patch(at, json=body).raise_for_status()
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
        clients = [signed_in(company.url, "sun") for _each in range(CLIENTS)]
        for client in clients:
            client.headers["X-CSRFToken"] = token_of(client.get("/opportunities/new/"))
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
