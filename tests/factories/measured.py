"""Random histories of all that is measured, as the rows of the store's tables."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from twintrack.analytics.lives import Turn, life
from twintrack.analytics.tables import TABLES

NOW = datetime.fromisoformat("2026-11-26T15:30")
FIRST = datetime.fromisoformat("2026-07-01")
Tables = dict[str, list[dict[str, Any]]]


def moment(dice: random.Random, since: datetime = FIRST) -> datetime:
    whole = (NOW - since).total_seconds()
    return since + timedelta(seconds=int(dice.random() * whole))


def maybe(dice: random.Random, value: Any, share: float = 0.7) -> Any:
    return value if dice.random() < share else None


def of(dice: random.Random, number: int, at: datetime) -> dict[str, Any]:
    modules = dice.sample([11, 12, 13], dice.randint(0, 2))
    who = dice.choice([1, 2, 3])
    return {
        "id": number,
        "moment": at,
        "product": dice.choice([1, 2]),
        "modules": modules,
        "team": dice.choice([5, 6, None]),
        "person": who,
    }


def history(seed: int) -> tuple[Tables, list[tuple[dict[str, Any], list[Turn]]]]:
    """Make tables of a random history: items move on, come back, are given up and blocked."""
    dice = random.Random(seed)
    rows: Tables = {name: [] for name in TABLES}
    turns_of = []

    for number in range(1, 90):
        base = of(dice, number, moment(dice))
        states, turns, at = ["todo"], [], base["moment"]
        for _step in range(dice.randint(0, 7)):
            at = moment(dice, at)
            if dice.random() < 0.2:
                turns.append(Turn(at, is_blocked=dice.random() < 0.6))
                continue
            state = dice.choice(["in_progress", "in_review", "in_testing", "done", "cancelled"])
            turns.append(Turn(at, state, reopens=states[-1] == "done" and dice.random() < 0.7))
            states.append(state)
            if turns[-1].reopens and dice.random() < 0.4:
                states.append("done")
                turns.append(Turn(at + timedelta(minutes=9), "done", takes_back=True))
                at += timedelta(minutes=9)
        kind = dice.choice(["story", "task", "defect", "epic"])
        lived = life(base["moment"], turns)
        turns_of.append((base | {"kind": kind}, turns))
        rows["items"].append(
            base
            | {
                "kind": kind,
                "state": states[-1],
                "started_at": lived.started_at,
                "done_at": lived.done_at,
                "active_days": lived.active_days,
                "total_days": lived.total_days,
                "points": maybe(dice, float(dice.randint(1, 8))),
                "severity": "major",
                "is_escaped": dice.random() < 0.3,
            }
        )
        if kind != "epic":
            rows["stays"] += [
                base
                | {
                    "moment": stay.since,
                    "state": stay.state,
                    "until": stay.until,
                    "started_at": lived.started_at,
                }
                for stay in lived.stays
            ]
            rows["reopenings"] += [base | {"moment": at} for at in lived.reopened]
    _add_the_rest(dice, rows)
    return rows, turns_of


def _add_the_rest(dice: random.Random, rows: Tables) -> None:
    for number in range(1, 120):
        at = moment(dice)
        rows["commits"].append(of(dice, number, at) | {"files": 2, "lines": 40})
        rows["installed"].append(of(dice, number, at) | {"active": float(dice.randint(0, 4000))})
        rows["decisions"].append(
            of(dice, number, moment(dice))
            | {"decision": dice.choice(["accepted", "rejected", "deferred"])}
        )
        rows["changes"].append(of(dice, number, moment(dice)) | {"change": "title"})
        rows["requirements"].append(
            of(dice, number, at) | {"released_at": maybe(dice, moment(dice, at), 0.4), "state": "x"}
        )
        rows["runs"].append(
            of(dice, number, at)
            | {
                "passed": dice.randint(0, 30),
                "failed": dice.randint(0, 3),
                "flaky": dice.randint(0, 2),
                "changed_lines": dice.choice([0, 40]),
                "covered_lines": dice.randint(0, 40),
            }
        )
        rows["pulls"].append(
            of(dice, number, at)
            | {
                "first_review_at": maybe(dice, moment(dice, at)),
                "merged_at": None,
                "closed_at": None,
            }
        )
        rows["builds"].append(of(dice, number, at) | {"has_passed": dice.random() < 0.8})
        is_failure = dice.random() < 0.2
        rows["deployments"].append(
            of(dice, number, at)
            | {
                "is_failure": is_failure,
                "failed_at": at if is_failure else None,
                "restored_at": moment(dice, at) if is_failure else None,
                "ages": [dice.random() * 9 for _ in range(dice.randint(0, 4))],
            }
        )
        committed = float(dice.randint(0, 9))
        rows["iterations"].append(
            of(dice, number, at)
            | {
                "committed": committed,
                "done": float(dice.randint(0, int(committed))),
                "carried": float(dice.randint(0, 4)),
                "held": float(dice.randint(4, 12)),
            }
        )
