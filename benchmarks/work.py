"""How long boards, lists and pages of work take when a million work items lie behind them."""

import argparse
from pathlib import Path
from statistics import median

from benchmarks.company import served, signed_in, token_of
from benchmarks.pages import Probe, measure
from benchmarks.report import Bar, finish

LIMIT = 80


def probes(client, rows: int) -> list[Probe]:  # type: ignore[no-untyped-def]
    """List what is asked; work items are taken from all over the range."""
    client.headers["X-CSRFToken"] = token_of(client.get("/work/new/"))

    def number(step: int) -> str:
        return f"W-{200 + (rows // 2 + 7919 * step) % (rows - 100)}"

    def move(step: int):  # type: ignore[no-untyped-def]
        at = f"/api/v1/work-items/{number(step)}"
        other = "in_review" if client.get(at).json()["state"] == "in_progress" else "in_progress"
        return client.post(f"{at}/state", json={"state": other})

    def board_after(step: int):  # type: ignore[no-untyped-def]
        move(step).raise_for_status()
        return client.get("/work/board/")

    return [
        Probe(
            name="board of all open work", limit=LIMIT, ask=lambda _n: client.get("/work/board/")
        ),
        Probe(name="board of all open work, after a change", limit=LIMIT, ask=board_after),
        Probe(
            name="board by assignee",
            limit=LIMIT,
            ask=lambda _n: client.get("/work/board/?lanes=assignee"),
        ),
        Probe(name="list of open work", limit=LIMIT, ask=lambda _n: client.get("/work/")),
        Probe(name="my work", limit=LIMIT, ask=lambda _n: client.get("/work/?view=mine")),
        Probe(name="done work", limit=LIMIT, ask=lambda _n: client.get("/work/?view=done")),
        Probe(
            name="all work, last changed first",
            limit=LIMIT,
            ask=lambda _n: client.get("/work/?view=all"),
        ),
        Probe(name="page of one", limit=LIMIT, ask=lambda n: client.get(f"/work/{number(n)}/")),
        Probe(name="change of state", limit=LIMIT, ask=move),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    fill = ["-m", "benchmarks.work_rows", str(options.rows)]
    bars = []
    with served(options.database, fill, settings="benchmarks.settings") as company:
        client = signed_in(company.url, "chen")
        for probe in probes(client, options.rows):
            found = measure(probe)
            p95 = sorted(found.times)[int(len(found.times) * 0.95)]
            print(f"{probe.name:43} median {median(found.times):6.1f} ms {found.queries:3} queries")
            bars.append(Bar(bar=f"{probe.name}, p95 ms", figure=p95, limit=probe.limit))
    finish("work", bars, options)


if __name__ == "__main__":
    main()
