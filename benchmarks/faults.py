"""
Kills the worker and the web processes at random while feedback is imported and decided on.

Afterwards each piece of feedback must stand there once and be handed over once, each decision
told once to each person concerned, and the ledger must tell of all of it.
"""

import argparse
import json
import os
import signal
import time
from pathlib import Path
from random import Random

import httpx

from benchmarks.company import Company, served, signed_in, token_of
from benchmarks.report import Bar, finish
from benchmarks.words import REASON

WAIT_SECONDS = 900


def children_of(pid: int) -> list[int]:
    """List a process's descendants."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children_of(int(child))]
    return found


def running(company: Company, word: str) -> list[int]:
    """Find the company's processes whose command line holds a word."""
    found = []
    for pid in children_of(company.process.pid):
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if word in line:
            found.append(pid)
    return found


def age_of(pid: int) -> float:
    """Give how many seconds a process has lived; nothing if it is gone."""
    try:
        began = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    except OSError:
        return 0.0
    up = float(Path("/proc/uptime").read_text().split()[0])
    return up - began / os.sysconf("SC_CLK_TCK")


def kill(company: Company, word: str, random: Random, *, after: float) -> bool:
    """Kill one of the processes that lived so long without warning; says whether there was one."""
    pids = [pid for pid in running(company, word) if age_of(pid) >= after]
    if not pids:
        return False
    os.kill(random.choice(pids), signal.SIGKILL)
    return True


def counted(company: Company) -> dict[str, int]:
    found: dict[str, int] = json.loads(company.run("-m", "benchmarks.accounts"))
    return found


def decide(client: httpx.Client, number: str) -> bool:
    """Accept a requirement; while the server is away the person tries again later."""
    body = {"decision": "accepted", "reason": REASON}
    try:
        answer = client.post(f"/api/v1/requirements/{number}/decision", json=body)
    except httpx.HTTPError:
        return False
    # Answered with a refusal where the answer before was lost on its way.
    return answer.status_code in {200, 409}


def requirements(client: httpx.Client) -> list[str]:
    try:
        page = client.get("/api/v1/requirements", params={"state": "proposed"}).json()
    except (httpx.HTTPError, ValueError):
        return []
    return [each["number"] for each in page.get("items", [])]


def under_fire(company: Company, options: argparse.Namespace) -> dict[str, int]:
    """Import, decide and kill; then wait until everything has settled."""
    random = Random(options.seed)
    client = signed_in(company.url, "lin")
    client.headers["X-CSRFToken"] = token_of(client.get("/requirements/new/"))
    company.run("-m", "benchmarks.big_import", str(options.rows))
    kills = ["twintrack.cli worker"] * options.kills + ["granian"] * options.web
    random.shuffle(kills)
    done = {"worker": 0, "web": 0, "decided": 0}
    after = random.uniform(*options.lives)
    while kills:
        time.sleep(0.1)
        if kill(company, kills[-1], random, after=after):
            done["worker" if "worker" in kills.pop() else "web"] += 1
            after = random.uniform(*options.lives)
            for number in requirements(client)[:1]:
                done["decided"] += decide(client, number)
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        now = counted(company)
        if now["behind"] == 0 and now["feedback"] >= options.rows:
            return now | done
        time.sleep(2)
    return counted(company) | done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--web", type=int, default=10)
    # A process begins to work when it is some two seconds old.
    parser.add_argument("--lives", type=float, nargs=2, default=(1.5, 4.0), metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--database", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with served(options.database) as company:
        found = under_fire(company, options)
    print(json.dumps(found))
    rows = options.rows
    bars = [
        Bar(bar="kills of the worker", figure=found["worker"], limit=options.kills, more=True),
        Bar(bar="kills of a web process", figure=found["web"], limit=options.web, more=True),
        Bar(bar="rows missing or doubled", figure=abs(found["feedback"] - rows), limit=0),
        Bar(bar="numbers missing", figure=rows - found["numbers"], limit=0),
        Bar(bar="feedback not handed over", figure=rows - found["handed_over"], limit=0),
        Bar(
            bar="handed over twice",
            figure=found["handoffs"] - found["handed_over"],
            limit=0,
        ),
        Bar(
            bar="recordings the ledger lacks or repeats",
            figure=abs(found["recorded_entries"] - rows),
            limit=0,
        ),
        Bar(
            bar="handoffs the ledger lacks or repeats",
            figure=abs(found["handoff_entries"] - found["handoffs"]),
            limit=0,
        ),
        Bar(bar="people not told a decision", figure=found["untold"], limit=0),
        Bar(bar="people told twice", figure=found["told_twice"], limit=0),
        Bar(bar="entries parked", figure=found["parked"], limit=0),
        Bar(bar="subscribers behind", figure=found["behind"], limit=0),
    ]
    finish("faults", bars, options)


if __name__ == "__main__":
    main()
