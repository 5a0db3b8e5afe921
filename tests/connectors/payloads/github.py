"""What GitHub sends, trimmed to what matters."""

from typing import Any

REPOSITORY = {
    "id": 4711,
    "name": "tool",
    "full_name": "team/tool",
    "private": True,
    "html_url": "https://github.com/team/tool",
    "clone_url": "https://github.com/team/tool.git",
    "ssh_url": "git@github.com:team/tool.git",
    "default_branch": "main",
}
ALICE = {"login": "alice-hub", "id": 1, "type": "User"}
BOB = {"login": "bob-hub", "id": 2, "type": "User"}
HEAD, MERGE = "a" * 40, "b" * 40


def pull(**over: Any) -> dict[str, Any]:
    return {
        "url": "https://api.github.com/repos/team/tool/pulls/12",
        "id": 90012,
        "number": 12,
        "state": "open",
        "locked": False,
        "title": "REQ-3 Damp the reel",
        "user": ALICE,
        "body": "Refs W-8.",
        "created_at": "2026-11-02T08:00:00Z",
        "updated_at": "2026-11-02T08:00:00Z",
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": "c" * 40,
        "requested_reviewers": [BOB],
        "draft": False,
        "head": {"label": "team:damp", "ref": "damp", "sha": HEAD},
        "base": {"label": "team:main", "ref": "main", "sha": "0" * 39 + "1"},
        "html_url": "https://github.com/team/tool/pull/12",
        "merged": False,
        "merged_by": None,
        "commits": 3,
        "additions": 120,
        "deletions": 14,
        "changed_files": 5,
    } | over


def pull_event(action: str, **over: Any) -> dict[str, Any]:
    return {
        "action": action,
        "number": 12,
        "pull_request": pull(**over),
        "repository": REPOSITORY,
        "sender": ALICE,
    }


def review_event(state: str, at: str, *, key: int = 501, **over: Any) -> dict[str, Any]:
    review = {
        "id": key,
        "user": BOB,
        "body": None,
        "commit_id": HEAD,
        "submitted_at": at,
        "state": state,
        "html_url": "https://github.com/team/tool/pull/12#pullrequestreview-501",
    }
    # The short form of a pull request, which says no counts.
    short = {
        name: value
        for name, value in pull(requested_reviewers=[], updated_at=at, **over).items()
        if name not in {"commits", "additions", "deletions", "changed_files", "merged"}
    }
    return {
        "action": "submitted",
        "review": review,
        "pull_request": short,
        "repository": REPOSITORY,
        "sender": BOB,
    }


def run_event(action: str, **over: Any) -> dict[str, Any]:
    run = {
        "id": 77001,
        "name": "build",
        "head_branch": "damp",
        "head_sha": HEAD,
        "run_number": 31,
        "run_attempt": 1,
        "event": "push",
        "status": "completed",
        "conclusion": "failure",
        "html_url": "https://github.com/team/tool/actions/runs/77001",
        "created_at": "2026-11-02T08:01:00Z",
        "run_started_at": "2026-11-02T08:01:10Z",
        "updated_at": "2026-11-02T08:09:00Z",
    } | over
    return {"action": action, "workflow_run": run, "repository": REPOSITORY, "sender": ALICE}


def deployment_event(state: str, at: str, *, key: int = 3001, **over: Any) -> dict[str, Any]:
    deployment = {
        "id": key,
        "sha": MERGE,
        "ref": "v1.2",
        "task": "deploy",
        "environment": "production",
        "creator": ALICE,
        "created_at": "2026-11-03T08:00:00Z",
        "updated_at": "2026-11-03T08:00:00Z",
    } | over
    status = {
        "id": 1,
        "state": state,
        "creator": ALICE,
        "environment": "production",
        "log_url": "https://github.com/team/tool/actions/runs/1",
        "created_at": at,
        "updated_at": at,
    }
    return {
        "action": "created",
        "deployment": deployment,
        "deployment_status": status,
        "repository": REPOSITORY,
    }


def push_event(**over: Any) -> dict[str, Any]:
    return {
        "ref": "refs/heads/main",
        "before": "1" * 40,
        "after": "2" * 40,
        "created": False,
        "deleted": False,
        "forced": False,
        "pusher": {"name": "alice-hub", "email": "alice@example.com"},
        "repository": REPOSITORY,
    } | over
