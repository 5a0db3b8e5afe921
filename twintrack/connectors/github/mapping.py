"""Put what GitHub sends into records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from twintrack.connectors.reading import (
    addresses,
    flag,
    key,
    moment,
    moment_of,
    needed,
    number,
    part,
    parts,
    sha,
    text,
)
from twintrack.connectors.records import (
    DeploymentRecord,
    DeployState,
    Parcel,
    PersonRecord,
    PipelineRecord,
    PullRequestRecord,
    PushRecord,
    Record,
    RepositoryRecord,
    ReviewRecord,
    RunState,
    TagRecord,
    Verdict,
)

VERDICTS: dict[str, Verdict] = {
    "approved": "approved",
    "changes_requested": "changes_requested",
    "commented": "commented",
    "dismissed": "dismissed",
}
CONCLUSIONS: dict[str, RunState] = {
    "success": "passed",
    "neutral": "passed",
    "failure": "failed",
    "timed_out": "failed",
    "startup_failure": "failed",
    "action_required": "failed",
    "cancelled": "cancelled",
    "stale": "cancelled",
    "skipped": "skipped",
}
DEPLOYED: dict[str, DeployState] = {
    "success": "succeeded",
    "failure": "failed",
    "error": "failed",
    "in_progress": "running",
}


def read(event: str, told: dict[str, Any]) -> Parcel:
    """
    Read a delivery.

    :raises Unreadable: if it does not say what an event of its kind must.
    """
    reader = READERS.get(event)
    repository = part(told, "repository")
    about = RepositoryRecord(
        name=text(repository, "full_name"),
        addresses=addresses(repository, "clone_url", "ssh_url", "git_url", "html_url"),
    )
    records = tuple(reader(told)) if reader else ()
    return Parcel(event=event, repository=about, records=records, is_known=reader is not None)


def _person(told: dict[str, Any]) -> PersonRecord:
    return PersonRecord(
        login=text(told, "login"), name=text(told, "name"), mail=text(told, "email")
    )


def _ping(told: dict[str, Any]) -> Iterable[Record]:
    return ()


def _push(told: dict[str, Any]) -> Iterable[Record]:
    ref = text(told, "ref")
    yield PushRecord(
        ref=ref,
        before=sha(told, "before"),
        after=sha(told, "after"),
        forced=flag(told, "forced"),
    )
    if ref.startswith("refs/tags/"):
        name = ref.removeprefix("refs/tags/")
        yield TagRecord(name=name, sha=sha(told, "after"), is_deleted=flag(told, "deleted"))


def _pull(told: dict[str, Any]) -> PullRequestRecord:
    is_merged = flag(told, "merged") or moment(told, "merged_at") is not None
    is_open = text(told, "state") != "closed"
    asked = told.get("requested_reviewers")
    return PullRequestRecord(
        number=needed(told, "number"),
        title=text(told, "title"),
        body=text(told, "body") if "body" in told else None,
        url=text(told, "html_url"),
        author=_person(part(told, "user")),
        source_branch=text(part(told, "head"), "ref"),
        target_branch=text(part(told, "base"), "ref"),
        head_sha=sha(part(told, "head"), "sha"),
        # Before it is merged this names a trial merge that nobody has.
        merge_sha=sha(told, "merge_commit_sha") if is_merged else "",
        state="merged" if is_merged else ("open" if is_open else "closed"),
        is_draft=flag(told, "draft"),
        opened_at=moment(told, "created_at"),
        told_at=moment_of(told, "updated_at", "closed_at", "created_at"),
        merged_at=moment(told, "merged_at"),
        closed_at=moment(told, "closed_at"),
        lines_added=number(told, "additions"),
        lines_deleted=number(told, "deletions"),
        files_count=number(told, "changed_files"),
        commits_count=number(told, "commits"),
        asked=None
        if asked is None
        else tuple(_person(each) for each in parts(told, "requested_reviewers")),
        merged_by=_person(part(told, "merged_by")) if part(told, "merged_by") else None,
    )


def _pull_request(told: dict[str, Any]) -> Iterable[Record]:
    yield _pull(part(told, "pull_request"))


def _review(told: dict[str, Any]) -> Iterable[Record]:
    pull, review = part(told, "pull_request"), part(told, "review")
    yield _pull(pull)
    verdict = VERDICTS.get(text(review, "state").lower())
    if verdict:
        yield ReviewRecord(
            number=needed(pull, "number"),
            key=key(review, "id"),
            verdict=verdict,
            at=moment_of(review, "submitted_at", "updated_at"),
            reviewer=_person(part(review, "user")),
            url=text(review, "html_url"),
        )


def _review_comment(told: dict[str, Any]) -> Iterable[Record]:
    pull, comment = part(told, "pull_request"), part(told, "comment")
    yield _pull(pull)
    if text(told, "action") == "created":
        yield ReviewRecord(
            number=needed(pull, "number"),
            # Comments of one review are that review; one alone is a review of its own.
            key=key(comment, "pull_request_review_id") or f"c{key(comment, 'id')}",
            verdict="commented",
            at=moment_of(comment, "created_at"),
            reviewer=_person(part(comment, "user")),
            url=text(comment, "html_url"),
        )


def _issue_comment(told: dict[str, Any]) -> Iterable[Record]:
    issue, comment = part(told, "issue"), part(told, "comment")
    # GitHub calls a pull request an issue here, and says so by this part alone.
    if part(issue, "pull_request") and text(told, "action") == "created":
        yield ReviewRecord(
            number=needed(issue, "number"),
            key=f"c{key(comment, 'id')}",
            verdict="commented",
            at=moment_of(comment, "created_at"),
            reviewer=_person(part(comment, "user")),
            url=text(comment, "html_url"),
        )


def _run_state(told: dict[str, Any]) -> RunState:
    status = text(told, "status")
    if status == "completed":
        return CONCLUSIONS.get(text(told, "conclusion"), "failed")
    return "running" if status == "in_progress" else "waiting"


def _run(told: dict[str, Any], *, kind: str, name: str) -> PipelineRecord:
    state = _run_state(told)
    done = state not in {"waiting", "running"}
    at: datetime = moment_of(told, "updated_at", "completed_at", "run_started_at", "created_at")
    return PipelineRecord(
        key=f"{kind}{key(told, 'id')}",
        name=name,
        sha=sha(told, "head_sha"),
        branch=text(told, "head_branch"),
        state=state,
        url=text(told, "html_url", "url"),
        started_at=moment(told, "run_started_at", "started_at", "created_at"),
        finished_at=(moment(told, "completed_at") or at) if done else None,
        told_at=at,
    )


def _workflow_run(told: dict[str, Any]) -> Iterable[Record]:
    run = part(told, "workflow_run")
    yield _run(run, kind="run-", name=text(run, "name"))


def _check_suite(told: dict[str, Any]) -> Iterable[Record]:
    suite = part(told, "check_suite")
    app = text(part(suite, "app"), "slug")
    # Those of Actions come as runs of workflows too, which tell more.
    if app != "github-actions":
        yield _run(suite, kind="suite-", name=text(part(suite, "app"), "name") or app)


def _deployment(told: dict[str, Any]) -> Iterable[Record]:
    deployment, status = part(told, "deployment"), part(told, "deployment_status")
    said = text(status, "state")
    created = moment(deployment, "created_at")
    if said == "inactive":
        # A later one took its place: nothing that happened to this one.
        return
    yield DeploymentRecord(
        key=key(deployment, "id"),
        environment=text(deployment, "environment") or text(status, "environment"),
        sha=sha(deployment, "sha"),
        ref=text(deployment, "ref"),
        state=DEPLOYED.get(said, "waiting"),
        url=text(status, "log_url", "target_url", "environment_url") or text(deployment, "url"),
        started_at=created,
        told_at=moment(status, "updated_at", "created_at")
        or moment_of(deployment, "updated_at", "created_at"),
        by=_person(part(deployment, "creator")),
    )


def _release(told: dict[str, Any]) -> Iterable[Record]:
    name = text(part(told, "release"), "tag_name")
    if name:
        yield TagRecord(name=name)


def _created(told: dict[str, Any]) -> Iterable[Record]:
    if text(told, "ref_type") == "tag":
        yield TagRecord(name=text(told, "ref"))


def _deleted(told: dict[str, Any]) -> Iterable[Record]:
    if text(told, "ref_type") == "tag":
        yield TagRecord(name=text(told, "ref"), is_deleted=True)


READERS: dict[str, Callable[[dict[str, Any]], Iterable[Record]]] = {
    "ping": _ping,
    "push": _push,
    "pull_request": _pull_request,
    "pull_request_review": _review,
    "pull_request_review_comment": _review_comment,
    "issue_comment": _issue_comment,
    "workflow_run": _workflow_run,
    "check_suite": _check_suite,
    "deployment": _deployment,
    "deployment_status": _deployment,
    "release": _release,
    "create": _created,
    "delete": _deleted,
}
