"""Put what Gitee sends into records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    Parcel,
    PersonRecord,
    PullRequestRecord,
    PullState,
    PushRecord,
    Record,
    RepositoryRecord,
    ReviewRecord,
    TagRecord,
    Verdict,
)

STATES: dict[str, PullState] = {"merged": "merged", "closed": "closed"}
VERDICTS: dict[str, Verdict] = {"approved": "approved", "approve": "approved"}
OF_PULLS = "PullRequest"


def read(event: str, told: dict[str, Any]) -> Parcel:
    """
    Read a delivery; `hook_name` says which kind it is where no header does.

    :raises Unreadable: if it does not say what an event of its kind must.
    """
    kind = KINDS.get(event, text(told, "hook_name"))
    reader = READERS.get(kind)
    repository = part(told, "repository") or part(told, "project")
    about = RepositoryRecord(
        name=text(repository, "full_name", "path_with_namespace"),
        addresses=addresses(
            repository, "clone_url", "git_http_url", "ssh_url", "git_ssh_url", "git_url", "html_url"
        ),
    )
    records = tuple(reader(told)) if reader else ()
    return Parcel(event=event, repository=about, records=records, is_known=reader is not None)


def _person(told: dict[str, Any]) -> PersonRecord:
    return PersonRecord(
        login=text(told, "login", "username", "user_name"),
        name=text(told, "name"),
        mail=text(told, "email"),
    )


def _push(told: dict[str, Any]) -> Iterable[Record]:
    after = "" if flag(told, "deleted") else sha(told, "after")
    yield PushRecord(ref=text(told, "ref"), before=sha(told, "before"), after=after)


def _tag_push(told: dict[str, Any]) -> Iterable[Record]:
    yield from _push(told)
    name = text(told, "ref").removeprefix("refs/tags/")
    yield TagRecord(name=name, sha=sha(told, "after"), is_deleted=flag(told, "deleted"))


def _pull(told: dict[str, Any]) -> PullRequestRecord:
    asked = [*parts(told, "assignees"), part(told, "assignee")]
    people = dict.fromkeys(_person(each) for each in asked if each)
    state = STATES.get(text(told, "state"), "open")
    at = moment_of(told, "updated_at", "created_at")
    return PullRequestRecord(
        number=needed(told, "number", "iid"),
        title=text(told, "title"),
        body=text(told, "body") if "body" in told else None,
        url=text(told, "html_url"),
        author=_person(part(told, "user")),
        source_branch=text(part(told, "head"), "ref"),
        target_branch=text(part(told, "base"), "ref"),
        head_sha=sha(part(told, "head"), "sha"),
        merge_sha=sha(told, "merge_commit_sha") if state == "merged" else "",
        state=state,
        is_draft=flag(told, "draft"),
        opened_at=moment(told, "created_at"),
        told_at=at,
        merged_at=moment(told, "merged_at"),
        closed_at=moment(told, "closed_at", "merged_at"),
        lines_added=number(told, "additions"),
        lines_deleted=number(told, "deletions"),
        files_count=number(told, "changed_files"),
        commits_count=number(told, "commits"),
        # Gitee calls those who review assignees.
        asked=tuple(people),
    )


def _merge_request(told: dict[str, Any]) -> Iterable[Record]:
    pull = part(told, "pull_request")
    yield _pull(pull)
    verdict = VERDICTS.get(text(told, "action"))
    if verdict:
        who = _person(part(told, "updated_by") or part(told, "sender"))
        at = moment_of(pull, "updated_at")
        yield ReviewRecord(
            number=needed(pull, "number", "iid"),
            key=f"{verdict}-{who.login}-{int(at.timestamp())}",
            verdict=verdict,
            at=at,
            reviewer=who,
            url=text(pull, "html_url"),
        )


def _note(told: dict[str, Any]) -> Iterable[Record]:
    pull, comment = part(told, "pull_request"), part(told, "comment")
    if not pull or text(told, "noteable_type") != OF_PULLS:
        return
    yield _pull(pull)
    if text(told, "action") in {"comment", "created", ""}:
        yield ReviewRecord(
            number=needed(pull, "number", "iid"),
            key=f"n{key(comment, 'id')}",
            verdict="commented",
            at=moment_of(comment, "created_at"),
            reviewer=_person(part(comment, "user")),
            url=text(comment, "html_url"),
        )


KINDS = {
    "Push Hook": "push_hooks",
    "Tag Push Hook": "tag_push_hooks",
    "Merge Request Hook": "merge_request_hooks",
    "Note Hook": "note_hooks",
}
READERS: dict[str, Callable[[dict[str, Any]], Iterable[Record]]] = {
    "push_hooks": _push,
    "tag_push_hooks": _tag_push,
    "merge_request_hooks": _merge_request,
    "note_hooks": _note,
}
