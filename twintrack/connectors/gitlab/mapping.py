"""Put what GitLab sends into records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from twintrack.connectors.reading import (
    Unreadable,
    addresses,
    flag,
    key,
    moment,
    moment_of,
    needed,
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
    PullState,
    PushRecord,
    Record,
    RepositoryRecord,
    ReviewRecord,
    RunState,
    TagRecord,
    Verdict,
)

STATES: dict[str, PullState] = {"merged": "merged", "closed": "closed"}
# One's own approval by `approved`, the one that was still missing by `approval`.
VERDICTS: dict[str, Verdict] = {
    "approved": "approved",
    "approval": "approved",
    "unapproved": "dismissed",
    "unapproval": "dismissed",
}
REVIEWED: dict[str, Verdict] = {"requested_changes": "changes_requested", "reviewed": "commented"}
RUNS: dict[str, RunState] = {
    "success": "passed",
    "failed": "failed",
    "canceled": "cancelled",
    "canceling": "cancelled",
    "skipped": "skipped",
    "running": "running",
}
DEPLOYED: dict[str, DeployState] = {
    "success": "succeeded",
    "failed": "failed",
    "canceled": "cancelled",
    "skipped": "cancelled",
    "running": "running",
}
AWAITED = frozenset({"", "unreviewed", "review_started", "unapproved"})
OF_PULLS = "MergeRequest"


def read(event: str, told: dict[str, Any]) -> Parcel:
    """
    Read a delivery; system hooks say by `object_kind` which kind it is.

    :raises Unreadable: if it does not say what an event of its kind must.
    """
    kind = text(told, "object_kind", "event_name")
    reader = READERS.get(kind)
    project = part(told, "project") or part(told, "repository")
    about = RepositoryRecord(
        name=text(project, "path_with_namespace", "name"),
        addresses=addresses(
            project, "git_http_url", "git_ssh_url", "http_url", "ssh_url", "web_url", "homepage"
        ),
    )
    records = tuple(reader(told)) if reader else ()
    return Parcel(event=event, repository=about, records=records, is_known=reader is not None)


def _person(told: dict[str, Any]) -> PersonRecord:
    mail = text(told, "email")
    return PersonRecord(
        login=text(told, "username"),
        name=text(told, "name"),
        mail=mail if "@" in mail else "",
    )


def _push(told: dict[str, Any]) -> Iterable[Record]:
    after = sha(told, "checkout_sha", "after")
    yield PushRecord(ref=text(told, "ref"), before=sha(told, "before"), after=after)


def _tag_push(told: dict[str, Any]) -> Iterable[Record]:
    yield from _push(told)
    name = text(told, "ref").removeprefix("refs/tags/")
    after = sha(told, "checkout_sha", "after")
    yield TagRecord(name=name, sha=after, is_deleted=not after)


def _pull(told: dict[str, Any], whole: dict[str, Any]) -> PullRequestRecord:
    state = STATES.get(text(told, "state"), "open")
    at = moment_of(told, "updated_at", "created_at")
    action = text(told, "action")
    return PullRequestRecord(
        number=needed(told, "iid"),
        title=text(told, "title"),
        body=text(told, "description") if "description" in told else None,
        url=text(told, "url"),
        author=_author(told, whole),
        source_branch=text(told, "source_branch"),
        target_branch=text(told, "target_branch"),
        head_sha=sha(part(told, "last_commit"), "id"),
        merge_sha=sha(told, "merge_commit_sha", "squash_commit_sha") if state == "merged" else "",
        state=state,
        is_draft=flag(told, "draft", "work_in_progress"),
        opened_at=moment(told, "created_at"),
        told_at=at,
        merged_at=moment(told, "merged_at") or (at if action == "merge" else None),
        closed_at=moment(told, "closed_at") or (at if action in {"close", "merge"} else None),
        asked=_asked(whole) if "reviewers" in whole else None,
        merged_by=_person(part(whole, "user")) if action == "merge" else None,
    )


def _asked(whole: dict[str, Any]) -> tuple[PersonRecord, ...]:
    """List the reviewers who have not said anything yet; older versions tell no states."""
    named = parts(whole, "reviewers")
    return tuple(_person(each) for each in named if text(each, "state") in AWAITED)


def _author(told: dict[str, Any], whole: dict[str, Any]) -> PersonRecord:
    """Find the author, whom GitLab names by number only, among the people it names whole."""
    wanted = key(told, "author_id")
    named = [part(whole, "user"), *parts(whole, "assignees"), *parts(whole, "reviewers")]
    for each in named:
        if wanted and key(each, "id") == wanted:
            return _person(each)
    return PersonRecord()


def _merge_request(told: dict[str, Any]) -> Iterable[Record]:
    pull = part(told, "object_attributes")
    yield _pull(pull, told)
    verdict = VERDICTS.get(text(pull, "action"))
    if verdict:
        yield _verdict(told, part(told, "user"), verdict)
    for each in _turned(told):
        yield _verdict(told, each, REVIEWED[text(each, "state")])


def _verdict(told: dict[str, Any], who: dict[str, Any], verdict: Verdict) -> ReviewRecord:
    pull = part(told, "object_attributes")
    at = moment_of(pull, "updated_at", "created_at")
    person = _person(who)
    return ReviewRecord(
        number=needed(pull, "iid"),
        key=f"{verdict}-{person.login}-{int(at.timestamp())}",
        verdict=verdict,
        at=at,
        reviewer=person,
        url=text(pull, "url"),
    )


def _turned(told: dict[str, Any]) -> list[dict[str, Any]]:
    """List the reviewers who submitted a review just now."""
    change = part(told, "changes", "reviewers")
    before = {key(each, "id"): text(each, "state") for each in parts(change, "previous")}
    return [
        each
        for each in parts(change, "current")
        if text(each, "state") in REVIEWED and before.get(key(each, "id")) != text(each, "state")
    ]


def _note(told: dict[str, Any]) -> Iterable[Record]:
    note, pull = part(told, "object_attributes"), part(told, "merge_request")
    if text(note, "noteable_type") != OF_PULLS or not pull or flag(note, "system"):
        return
    yield _pull(pull, {"user": part(told, "user")})
    yield ReviewRecord(
        number=needed(pull, "iid"),
        key=f"n{key(note, 'id')}",
        verdict="commented",
        at=moment_of(note, "created_at"),
        reviewer=_person(part(told, "user")),
        url=text(note, "url"),
    )


def _pipeline(told: dict[str, Any]) -> Iterable[Record]:
    run = part(told, "object_attributes")
    said = text(run, "status")
    finished = moment(run, "finished_at")
    told_at = finished or moment(run, "updated_at", "started_at") or moment_of(run, "created_at")
    yield PipelineRecord(
        key=key(run, "id"),
        name=text(run, "name") or text(run, "source") or "pipeline",
        sha=sha(run, "sha"),
        branch=text(run, "ref"),
        state=RUNS.get(said, "waiting"),
        url=text(run, "url") or _below(told, "pipelines", key(run, "id")),
        started_at=_begun(told) or moment(run, "created_at"),
        finished_at=finished,
        told_at=told_at,
    )


def _begun(told: dict[str, Any]) -> Any:
    begun = [moment(each, "started_at") for each in parts(told, "builds")]
    return min((each for each in begun if each is not None), default=None)


def _below(told: dict[str, Any], *way: str) -> str:
    home = text(part(told, "project"), "web_url")
    return "/".join((home, "-", *way)) if home else ""


def _deployment(told: dict[str, Any]) -> Iterable[Record]:
    page = text(told, "commit_url")
    last = page.rsplit("/", 1)[-1] if page else ""
    yield DeploymentRecord(
        key=key(told, "deployment_id"),
        environment=text(told, "environment"),
        # The whole hash stands in the address of the commit alone.
        sha=sha({"sha": last}, "sha") or sha(told, "short_sha"),
        ref=text(told, "ref"),
        state=DEPLOYED.get(text(told, "status"), "waiting"),
        url=text(told, "deployable_url", "environment_external_url"),
        told_at=moment_of(told, "status_changed_at"),
        by=_person(part(told, "user")),
    )


def _release(told: dict[str, Any]) -> Iterable[Record]:
    name = text(told, "tag")
    if not name:
        raise Unreadable("tag")
    yield TagRecord(name=name, sha=sha(part(told, "commit"), "id"))


READERS: dict[str, Callable[[dict[str, Any]], Iterable[Record]]] = {
    "push": _push,
    "tag_push": _tag_push,
    "merge_request": _merge_request,
    "note": _note,
    "pipeline": _pipeline,
    "deployment": _deployment,
    "release": _release,
}
