"""Projects with their milestones, and the talk with customers that reached ones start."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zlib import crc32

from twintrack.demo.cast import Cast
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations as communication
from twintrack.helix.communication.lifecycle import StepState
from twintrack.helix.communication.models import PlanStep
from twintrack.helix.communication.queries import get_plan, get_step, list_plans
from twintrack.hub.projects import operations as projects
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.projects.models import Project

# How many days after its day a step is done: most people keep it, some do not.
HABITS = (0, 0, -1, 0, 2, 0, 1, 0, -1, 0, 0)
# Days from the last milestone to the end of a project.
CLOSED_AFTER = 7
# One step in so many is skipped.
SKIPPED = 9
REASONS = (
    ("客户说邮件就够了", "The customer said that mail is enough"),
    ("与上月拜访合并", "Done together with last month's visit"),
    ("客户联系人休假，改到下次拜访", "The contact is on leave; moved to the next visit"),
)


def plan(cast: Cast) -> None:
    """Write into the diary how projects are opened, moved and reached."""
    for told in cast.teller.read("work")["projects"]:
        cast.diary.on(told["opened"], 9.7, partial(_open, cast, told))


def _open(cast: Cast, told: dict[str, Any], at: datetime) -> None:
    by = cast.staff[told["by"]]
    project = projects.open_project(
        details=projects.ProjectDetails(
            name=cast.teller.of(told["name"]),
            product=cast.products[told["product"]],
            kind=told.get("kind", "rnd"),
            start_on=at.date(),
            due_on=cast.diary.day(told["due"]),
        ),
        by=by,
        at=at,
    )
    for milestone in told["milestones"]:
        key = milestone["key"]
        cast.milestones[key] = projects.add_milestone(
            project=project,
            details=projects.MilestoneDetails(
                name=cast.teller.of(milestone["name"]),
                kind=milestone["kind"],
                due_on=cast.diary.day(milestone["due"]),
            ),
            by=by,
            at=at,
        )
        for ago, offset in milestone.get("moved", ()):
            cast.diary.on(ago, 16.2, partial(_move, cast, key, by, offset), key=key)
        if "reached" in milestone:
            act = partial(_reach, cast, key, by)
            cast.diary.on(milestone["reached"], 17.2, act, key=key)


def _move(cast: Cast, key: str, by: User, offset: int, at: datetime) -> None:
    milestone = cast.milestones[key]
    milestone.refresh_from_db()
    projects.move_forecast(
        milestone=milestone,
        before=milestone.forecast_on,
        to=cast.diary.day(offset),
        by=by,
        at=at,
    )


def _reach(cast: Cast, key: str, by: User, at: datetime) -> None:
    reached = projects.reach(milestone=cast.milestones[key], by=by, at=at)
    if not reached.project.milestones.filter(reached_on=None).exists():
        act = partial(_complete, reached.project, by)
        cast.diary.at(at + timedelta(days=CLOSED_AFTER), act)
    cast.diary.at(at + timedelta(minutes=10), partial(_talk, cast, key))


def _complete(project: Project, by: User, at: datetime) -> None:
    projects.move_project(project=project, to=ProjectState.COMPLETED, by=by, at=at)


def _talk(cast: Cast, key: str, at: datetime) -> None:
    """Let the owners of the steps take them, each in their own way."""
    for plan in list_plans(for_user=cast.staff["admin"], milestone=cast.milestones[key]):
        for step in get_plan(plan.number, for_user=cast.staff["admin"]).steps.all():
            habit = crc32(f"{plan.number}{step.position}".encode())
            done_on = step.due_on + timedelta(days=HABITS[habit % len(HABITS)])
            ago = (cast.diary.today - max(done_on, at.date() + timedelta(days=1))).days
            if ago > 0:
                act = partial(_close, cast, plan.number, step.position, habit)
                cast.diary.on(ago, 10 + habit % 7, act, key=plan.number)


def _close(cast: Cast, number: str, position: int, habit: int, at: datetime) -> None:
    plan = get_plan(number, for_user=cast.staff["admin"])
    step: PlanStep = get_step(plan, position)
    is_skipped = habit % SKIPPED == 0
    communication.close_step(
        step=step,
        state=StepState.SKIPPED if is_skipped else StepState.DONE,
        reason=cast.teller.of(REASONS[habit % len(REASONS)]) if is_skipped else "",
        by=step.owner,
        at=at,
    )
