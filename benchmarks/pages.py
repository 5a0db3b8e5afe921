"""How long the server needs for each page, with one client and with eight, and how many queries."""

import argparse
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

REPEATS = 40
CLIENTS = 8
SECONDS = 8


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One thing a person or a program asks for, and the most milliseconds it may take."""

    name: str
    limit: float
    ask: Callable[[int], httpx.Response]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Milliseconds inside the server, the most queries of one answer, and bytes over the wire."""

    times: list[float]
    queries: int
    size: int


def measure(probe: Probe) -> Measured:
    """Ask again and again; the first answers, which fill caches, do not count."""
    times, queries, size = [], [], 0
    for number in range(REPEATS + 5):
        answer = probe.ask(number)
        assert answer.status_code < 400, (probe.name, answer.status_code, answer.text[:300])
        timing = answer.headers["Server-Timing"]
        times.append(float(re.search(r"dur=([\d.]+)", timing)[1]))  # type: ignore[index]
        queries.append(int(re.search(r'desc="(\d+)"', timing)[1]))  # type: ignore[index]
        size = int(answer.num_bytes_downloaded)
    return Measured(times=times[5:], queries=max(queries[5:]), size=size)


def probes(client: httpx.Client, rows: int) -> list[Probe]:
    """List what is asked; records are taken all over the range, so that no cache knows them."""
    token = token_of(client.get("/requirements/new/"))
    client.headers["X-CSRFToken"] = token
    product = client.get("/api/v1/products").json()["items"][0]

    def nth(step: int) -> int:
        # Behind the demo's own, and within few rows too.
        return 60 + (rows // 2 + 37 * step) % (rows - 20)

    def number(step: int) -> str:
        return f"REQ-{nth(step)}"

    def create(step: int) -> httpx.Response:
        body = {"product": product["code"], "title": f"张力跳动 measured {step}"}
        return client.post("/api/v1/requirements", json=body)

    made = [create(step).json()["number"] for step in range(REPEATS + 5)]
    for each in made:
        body = {"decision": "accepted", "reason": "measured"}
        client.post(f"/api/v1/requirements/{each}/decision", json=body).raise_for_status()

    def move(step: int) -> httpx.Response:
        body = {"state": "in_development"}
        return client.post(f"/api/v1/requirements/{made[step]}/state", json=body)

    def after_change(path: str) -> Callable[[int], httpx.Response]:
        # What was drawn for others before stands no more.
        def ask(step: int) -> httpx.Response:
            create(step).raise_for_status()
            return client.get(path)

        return ask

    return [
        Probe(
            name="data of one record",
            limit=4.7,
            ask=lambda n: client.get(f"/api/v1/requirements/{number(n)}"),
        ),
        Probe(
            name="detail page", limit=19, ask=lambda n: client.get(f"/requirements/{number(n)}/")
        ),
        Probe(name="list of 50", limit=17, ask=lambda _n: client.get("/requirements/")),
        Probe(
            name="board of six columns of 50",
            limit=40,
            ask=lambda _n: client.get("/requirements/board/"),
        ),
        Probe(
            name="list of 50, after a change",
            limit=17,
            ask=after_change("/requirements/"),
        ),
        Probe(
            name="board of six columns of 50, after a change",
            limit=40,
            ask=after_change("/requirements/board/"),
        ),
        Probe(name="search", limit=19, ask=lambda n: client.get(f"/palette/?q=张力 {n}")),
        Probe(name="create", limit=20, ask=create),
        Probe(name="change of state", limit=11, ask=move),
        Probe(name="feedback list", limit=17, ask=lambda _n: client.get("/feedback/")),
        Probe(
            name="feedback page",
            limit=19,
            ask=lambda n: client.get(f"/feedback/FB-{nth(n)}/"),
        ),
        Probe(name="today", limit=50, ask=lambda _n: client.get("/")),
        Probe(name="proposals", limit=50, ask=lambda _n: client.get("/proposals/")),
        Probe(name="customers", limit=50, ask=lambda _n: client.get("/customers/")),
        Probe(name="opportunities", limit=50, ask=lambda _n: client.get("/opportunities/")),
    ]


def throughput(url: str, cookies: httpx.Cookies) -> float:
    """
    Count the list pages a second that eight clients get at once.

    They only read what comes: what takes the bodies apart would share the cores with the server.
    """
    host = urlsplit(url).netloc
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    counts: list[int] = []
    end = time.monotonic() + SECONDS

    def ask() -> None:
        done, line = 0, HTTPConnection(host, timeout=30)
        while time.monotonic() < end:
            line.request("GET", "/requirements/", headers=headers)
            answer = line.getresponse()
            assert answer.status == 200, answer.status
            assert len(answer.read()) > 5000
            done += 1
        line.close()
        counts.append(done)

    threads = [threading.Thread(target=ask) for _each in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def walk(rows: int, database: str) -> tuple[dict[str, tuple[Probe, Measured]], float]:
    """Serve a company with so many rows and ask for everything."""
    fill = ["-m", "benchmarks.rows", str(rows)]
    with served(database, fill, settings="benchmarks.settings") as company:
        company.settle()
        client = signed_in(company.url, "lin")
        found = {each.name: (each, measure(each)) for each in probes(client, rows)}
        return found, throughput(company.url, client.cookies)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    few, _rate = walk(100, options.database)
    many, rate = walk(options.rows, options.database)
    bars = []
    for name, (probe, measured) in many.items():
        p95 = sorted(measured.times)[int(len(measured.times) * 0.95)]
        print(f"{name:43} p95 {p95:7.1f} ms  {measured.queries:3} queries  {measured.size:7} bytes")
        bars.append(Bar(bar=f"{name}, median ms", figure=median(measured.times), limit=probe.limit))
        extra = measured.queries - few[name][1].queries
        bars.append(Bar(bar=f"{name}, queries more than at 100 rows", figure=extra, limit=0))
    bars.append(Bar(bar="list pages a second at 8 clients", figure=rate, limit=100, more=True))
    finish("pages", bars, options)


if __name__ == "__main__":
    main()
