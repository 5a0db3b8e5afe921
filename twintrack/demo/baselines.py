"""Scopes of the made-up company that were frozen, and what changed against them afterwards."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.baselines import operations as baselines


def follow(cast: Cast) -> None:
    """Write into the diary who freezes what, and who changes it later."""
    story = cast.teller.read("baselines")
    for told in story["baselines"]:
        cast.diary.on(told["ago"], 11.6, partial(_freeze, cast, told), key=told["product"])
    for told in story["after"]:
        cast.diary.on(told["ago"], 13, partial(_change, cast, told), key=told["wish"])


def _freeze(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    milestone = cast.milestones[told["milestone"]] if "milestone" in told else None
    freeze = baselines.Freeze(
        name=cast.teller.of(told["name"]),
        note=cast.teller.of(told["note"]),
        product=cast.products[told["product"]],
        milestone=milestone,
    )
    baselines.set_baseline(freeze=freeze, by=cast.staff["lin"], at=at)


def _change(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    requirement = cast.requirements[told["wish"]]
    requirement.refresh_from_db()
    done: dict[str, Any] = {"requirement": requirement, "by": cast.staff[told["by"]], "at": at}
    if told["what"] in {"plan", "unplan"}:
        milestone = cast.milestones[told["milestone"]] if "milestone" in told else None
        backlog.plan_for(milestone=milestone, **done)
    elif told["what"] == "date":
        to = cast.diary.day(told["to"])
        backlog.move_date(before=requirement.planned_on, to=to, **done)
    elif told["what"] == "criterion":
        backlog.add_criterion(text=cast.teller.of(told["text"]), **done)
    else:
        backlog.rename(before=requirement.title, title=cast.teller.of(told["text"]), **done)
