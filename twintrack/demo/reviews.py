"""The months of pull requests, reviews, CI runs and deployments behind the repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from twintrack.connectors.records import (
    DeploymentRecord,
    PersonRecord,
    PipelineRecord,
    PullRequestRecord,
    ReviewRecord,
    Verdict,
)
from twintrack.demo.cast import Cast
from twintrack.demo.steps import Step, chance
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.operations import Past

REVIEWERS = ("chen", "zhou", "tang", "fang")
HOUR = timedelta(hours=1)
# Since so many days ago reviews of this module wait several times as long: everybody builds there.
SLOW, SLOW_SINCE = "tension", 24
USUAL_DAYS, SLOW_DAYS = (0, 1, 1, 1, 1, 2), (3, 3, 4, 4, 4, 5)
# Of so many, one is merged without a review, sent back, or breaks the build at first.
UNREVIEWED, SENT_BACK, BROKEN = 17, 5, 8
# Every how many merged changes go to the test bench, and to users.
TO_STAGING, TO_USERS = 4, 11
# The change that broke something with users, and was rolled back in the evening.
ROLLED_BACK = 87
URL = "https://github.com/huaxing-motion/h3-firmware"


@dataclass(frozen=True, kw_only=True)
class Course:
    """When a change was proposed, first looked at, and merged."""

    opened: datetime
    reviewed: datetime | None
    merged: datetime


def bring(
    cast: Cast,
    repository: Repository,
    *,
    merged: Sequence[Step],
    proposed: Sequence[Step],
    releases: dict[str, datetime],
    at: datetime,
) -> None:
    """Bring the past of the repository as the host tells it."""
    courses = [_course(step, n, at) for n, step in enumerate(merged)]
    pulls = [_pull(cast, step, n + 1, courses[n]) for n, step in enumerate(merged)]
    told = list(_reviews(cast, merged, courses))
    for n, step in enumerate(proposed, start=len(merged) + 1):
        pulls.append(_open(cast, step, n))
        told += _first_words(cast, step, n)
    runs = [run for n, step in enumerate(merged) for run in _runs(step, n, courses[n])]
    runs += [_run(step, f"p{n}", step.at + HOUR, n % 5 != 2) for n, step in enumerate(proposed)]
    past = Past(
        pulls=pulls,
        reviews=told,
        pipelines=runs,
        deployments=list(_deployments(merged, releases)),
    )
    operations.bring_past(repository=repository, past=past, by=cast.staff["chen"], at=at)


def person(user: User) -> PersonRecord:
    """Write a colleague as their host knows them."""
    return PersonRecord(login=f"{user.email.partition('@')[0]}-hx", name=user.name, mail=user.email)


def reviewer_of(cast: Cast, step: Step, n: int) -> User:
    """Choose who reviews a change: anybody but its author."""
    others = [cast.staff[key] for key in REVIEWERS if cast.staff[key] != step.by]
    return others[chance(n, step.module, of=len(others))]


def _course(step: Step, n: int, until: datetime) -> Course:
    if chance(n, "unreviewed", of=UNREVIEWED) == 0:
        return Course(opened=step.at - HOUR / 2, reviewed=None, merged=step.at)
    is_slow = step.module == SLOW and step.at > until - timedelta(days=SLOW_SINCE)
    days = (SLOW_DAYS if is_slow else USUAL_DAYS)[chance(n, "days", of=6)]
    # The days before count as working days, so that nothing is looked at on a Sunday.
    free = 2 if step.at.weekday() - days < 0 else 0
    after = HOUR * (1 + chance(n, "after", of=3)) / 2
    reviewed = step.at - after
    waited = timedelta(days=days + free) + HOUR * (2 + chance(n, "hours", of=3))
    return Course(opened=reviewed - waited, reviewed=reviewed, merged=step.at)


def _pull(cast: Cast, step: Step, number: int, course: Course) -> PullRequestRecord:
    return PullRequestRecord(
        number=number,
        title=step.subject,
        body=step.message.partition("\n\n")[2],
        url=f"{URL}/pull/{number}",
        state="merged",
        author=person(step.by),
        source_branch=f"{step.by.email.partition('@')[0]}/{step.module}-{number}",
        target_branch="main",
        head_sha=step.sha,
        merge_sha=step.sha,
        opened_at=course.opened,
        merged_at=course.merged,
        closed_at=course.merged,
        told_at=course.merged,
        lines_added=step.lines,
        lines_deleted=step.lines // 5,
        files_count=1,
        commits_count=1,
    )


def _reviews(
    cast: Cast, steps: Sequence[Step], courses: Sequence[Course]
) -> Iterator[ReviewRecord]:
    for n, (step, course) in enumerate(zip(steps, courses, strict=True)):
        if course.reviewed is None:
            continue
        who, number = reviewer_of(cast, step, n), n + 1
        if chance(n, "back", of=SENT_BACK) == 0:
            yield _review(number, who, "changes_requested", course.reviewed)
            yield _review(number, who, "approved", course.merged - timedelta(minutes=10))
        else:
            yield _review(number, who, "approved", course.reviewed)


def _review(number: int, who: User, verdict: Verdict, at: datetime) -> ReviewRecord:
    key = f"{number}-{verdict}"
    return ReviewRecord(number=number, key=key, verdict=verdict, at=at, reviewer=person(who))


def _open(cast: Cast, step: Step, number: int) -> PullRequestRecord:
    who = reviewer_of(cast, step, number)
    return PullRequestRecord(
        number=number,
        title=step.subject,
        body="",
        url=f"{URL}/pull/{number}",
        state="open",
        author=person(step.by),
        source_branch=step.branch,
        target_branch="main",
        head_sha=step.sha,
        is_draft=step.path.endswith("next7.c"),
        opened_at=step.at,
        told_at=step.at,
        lines_added=step.lines,
        lines_deleted=step.lines // 4,
        files_count=1 + number % 3,
        commits_count=1,
        asked=(person(who),),
    )


def _first_words(cast: Cast, step: Step, number: int) -> list[ReviewRecord]:
    """Tell which of the open ones were looked at already."""
    who, at = reviewer_of(cast, step, number), step.at + timedelta(hours=20)
    if step.path.endswith("next3.c"):
        return [_review(number, who, "changes_requested", at)]
    if step.path.endswith("next4.c"):
        return [_review(number, who, "approved", at)]
    return []


def _runs(step: Step, n: int, course: Course) -> Iterator[PipelineRecord]:
    if chance(n, "broken", of=BROKEN) == 0:
        yield _run(step, f"{n}a", course.opened + HOUR / 2, False)
    yield _run(step, f"{n}b", course.merged - timedelta(minutes=16), True)


def _run(step: Step, key: str, ended: datetime, passed: bool) -> PipelineRecord:
    minutes = 9 + chance(key, of=14)
    return PipelineRecord(
        key=f"run-{key}",
        name="firmware",
        sha=step.sha,
        branch=step.branch if step.branch != "main" else f"{step.module}-{key}",
        state="passed" if passed else "failed",
        url=f"{URL}/actions/runs/{key}",
        started_at=ended - timedelta(minutes=minutes),
        finished_at=ended,
        told_at=ended,
    )


def _deployments(
    steps: Sequence[Step], releases: dict[str, datetime]
) -> Iterator[DeploymentRecord]:
    for n, step in enumerate(steps):
        if n % TO_STAGING == TO_STAGING - 1:
            yield from _tried(step, f"s{n}", "bench", HOUR, is_bad=chance(n, "bench", of=7) == 0)
        if n % TO_USERS == TO_USERS - 1:
            bad = n != ROLLED_BACK and chance(n, "users", of=5) == 0
            yield from _tried(step, f"u{n}", "production", HOUR, is_bad=bad)
        if n == ROLLED_BACK:
            before = replace(steps[n - TO_USERS], at=step.at)
            yield _deployed(before, "back", "production", HOUR * 6)
    for name, moment in releases.items():
        shipped = [step for step in steps if step.at <= moment]
        if shipped:
            wait = moment - shipped[-1].at + HOUR
            yield _deployed(shipped[-1], name, "production", wait, ref=name)


def _tried(
    step: Step, key: str, environment: str, after: timedelta, *, is_bad: bool
) -> Iterator[DeploymentRecord]:
    """Tell a deployment, and the one that put it right where it failed."""
    yield _deployed(step, key, environment, after, is_bad=is_bad)
    if is_bad:
        yield _deployed(step, f"{key}+", environment, after * 4)


def _deployed(
    step: Step,
    key: str,
    environment: str,
    after: timedelta,
    *,
    is_bad: bool = False,
    ref: str = "main",
) -> DeploymentRecord:
    began = step.at + after
    return DeploymentRecord(
        key=f"deploy-{key}",
        environment=environment,
        state="failed" if is_bad else "succeeded",
        sha=step.sha,
        ref=ref,
        url=f"{URL}/deployments/{key}",
        started_at=began,
        told_at=began + timedelta(minutes=6),
        by=person(step.by),
    )
