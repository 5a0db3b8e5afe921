"""Since yesterday the code host tells by a web hook what happens in the repository."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from twintrack.connectors.github.signature import DELIVERY, EVENT, HEADER
from twintrack.demo.cast import Cast
from twintrack.demo.reviews import ROLLED_BACK, URL, person, reviewer_of
from twintrack.demo.steps import Step
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.models import Hook, HostCode, Repository
from twintrack.rnd.work.models import WorkItem

BRANCH = "tang/limits"
A_WHILE = timedelta(minutes=20)
LOGINS = ("chen", "zhou", "tang", "fang", "zheng")
ADDRESSES = {"full_name": "huaxing-motion/h3-firmware", "html_url": URL}
OUTAGE = ("换卷时偶发 E-17，回退到上一版", "E-17 now and then at a splice; rolled back")


def connect(cast: Cast, repository: Repository, proposed: Sequence[Step]) -> None:
    """Write into the diary how the hook is opened, and what came through it."""
    cast.diary.on(1, 17.6, partial(_open, cast, repository, proposed))


def _open(cast: Cast, repository: Repository, proposed: Sequence[Step], at: datetime) -> None:
    by = cast.staff["chen"]
    for key in LOGINS:
        operations.add_login(
            person=cast.staff[key],
            host=HostCode.GITHUB,
            login=f"{key}-hx",
            by=cast.staff["admin"],
            at=at,
        )
    hook, _secret = operations.add_hook(host=HostCode.GITHUB, repository=repository, by=by, at=at)
    operations.add_hook(host=HostCode.GITEE, repository=None, by=by, at=at)
    _note_outage(cast, repository, at)
    greeting = {"zen": "Keep it logically awesome.", "repository": ADDRESSES}
    cast.diary.on(1, 17.8, partial(_send, hook, "ping", greeting))
    for hour, event, told in _morning(cast, repository, proposed):
        cast.diary.on(0, hour, partial(_send, hook, event, told))


def _note_outage(cast: Cast, repository: Repository, at: datetime) -> None:
    """Note that one of the deployments of the last weeks broke something."""
    deployment = repository.deployments.filter(key=f"deploy-u{ROLLED_BACK}").first()
    if deployment is not None:
        operations.note_breakage(
            deployment=deployment,
            before=None,
            since=deployment.started_at + timedelta(hours=2),
            note=cast.teller.of(OUTAGE),
            by=cast.staff["zheng"],
            at=at,
        )


def _morning(
    cast: Cast, repository: Repository, proposed: Sequence[Step]
) -> list[tuple[float, str, dict[str, Any]]]:
    """Give what happens this morning: pushed, opened, looked at, built, tried on the bench."""
    begun = cast.diary.now - timedelta(hours=3)
    item, tip = _under_way(cast, repository), proposed[1].sha
    number = repository.pull_requests.count() + 1
    fresh = _pull(number, f"{item.number} {item.title}", cast.staff["tang"], begun) | {
        "head": {"ref": BRANCH, "sha": tip},
        "requested_reviewers": [_user(cast.staff["zhou"])],
    }
    opened = {"action": "opened", "pull_request": fresh}
    return [
        (9.2, "push", {"ref": f"refs/heads/{BRANCH}", "before": "0" * 40, "after": tip}),
        (9.4, "pull_request", opened),
        (10.0, "star", {"action": "created"}),
        (10.6, "pull_request_review", _review(cast, repository, proposed[5], begun + A_WHILE)),
        (11.4, "workflow_run", _run(tip, 90_210, "failure", begun + A_WHILE * 2)),
        (12.2, "workflow_run", _run(tip, 90_211, "success", begun + A_WHILE * 3)),
        (12.8, "pull_request", opened),
        (13.5, "deployment_status", _deployed(cast, proposed[0], begun + A_WHILE * 4)),
        (14.5, "pull_request", {"action": "labeled"}),
    ]


def _under_way(cast: Cast, repository: Repository) -> WorkItem:
    """Choose a piece of work that somebody has begun and not finished."""
    numbers = [each.number for each in cast.work.values()]
    rows = WorkItem.objects.filter(number__in=numbers, product=repository.product_id)
    begun = rows.filter(state="in_progress").order_by("pk").first()
    return begun or rows.order_by("-pk")[0]


def _review(cast: Cast, repository: Repository, step: Step, at: datetime) -> dict[str, Any]:
    found = repository.pull_requests.filter(head_sha=step.sha).first()
    number = found.number if found else repository.pull_requests.count() + 2
    pull = _pull(number, step.subject, step.by, at) | {
        "head": {"ref": step.branch, "sha": step.sha},
        "created_at": _written(step.at),
    }
    review = {
        "id": 880,
        "user": _user(reviewer_of(cast, step, number)),
        "state": "changes_requested",
        "submitted_at": _written(at),
        "html_url": pull["html_url"],
    }
    return {"action": "submitted", "pull_request": pull, "review": review}


def _run(sha: str, key: int, conclusion: str, at: datetime) -> dict[str, Any]:
    run = {
        "id": key,
        "name": "firmware",
        "head_branch": BRANCH,
        "head_sha": sha,
        "status": "completed",
        "conclusion": conclusion,
        "html_url": f"{URL}/actions/runs/{key}",
        "run_started_at": _written(at - timedelta(minutes=13)),
        "updated_at": _written(at),
    }
    return {"action": "completed", "workflow_run": run}


def _deployed(cast: Cast, step: Step, at: datetime) -> dict[str, Any]:
    deployment = {
        "id": 5501,
        "environment": "bench",
        "sha": step.sha,
        "ref": step.branch,
        "creator": _user(cast.staff["zhou"]),
        "created_at": _written(at),
    }
    status = {"state": "success", "updated_at": _written(at + timedelta(minutes=7))}
    return {"action": "created", "deployment": deployment, "deployment_status": status}


def _user(user: User) -> dict[str, str]:
    known = person(user)
    return {"login": known.login, "name": known.name}


def _pull(number: int, title: str, author: User, at: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "title": title,
        "state": "open",
        "body": "",
        "user": _user(author),
        "html_url": f"{URL}/pull/{number}",
        "base": {"ref": "main"},
        "created_at": _written(at),
        "updated_at": _written(at),
        "requested_reviewers": [],
        "additions": 96,
        "deletions": 12,
        "changed_files": 3,
        "commits": 1,
    }


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _send(hook: Hook, event: str, told: dict[str, Any], at: datetime) -> None:
    body = json.dumps(told | {"repository": ADDRESSES}, ensure_ascii=False).encode()
    headers = {EVENT: event, DELIVERY: f"{event}-{int(at.timestamp())}", HEADER: ""}
    operations.receive(hook=hook, headers=headers, body=body, by=hook.acts_as, at=at)
