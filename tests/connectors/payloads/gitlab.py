"""What GitLab sends, trimmed to what matters."""

from typing import Any

PROJECT = {
    "id": 5,
    "name": "Tool",
    "web_url": "https://gitlab.example.com/team/tool",
    "git_ssh_url": "git@gitlab.example.com:team/tool.git",
    "git_http_url": "https://gitlab.example.com/team/tool.git",
    "path_with_namespace": "team/tool",
    "default_branch": "main",
}
ALICE = {"id": 51, "name": "Alice", "username": "alice-lab", "email": "[REDACTED]"}
BOB = {"id": 52, "name": "Bob", "username": "bob-lab", "email": "bob@example.com"}
HEAD = "a" * 40


def merge_request(action: str, **over: Any) -> dict[str, Any]:
    attributes = {
        "id": 99,
        "iid": 12,
        "target_branch": "main",
        "source_branch": "req-3-damp",
        "author_id": 51,
        "title": "Draft: Damp the reel",
        "description": "",
        "created_at": "2026-11-02 08:00:00 UTC",
        "updated_at": "2026-11-02 08:00:00 UTC",
        "state": "opened",
        "draft": True,
        "url": "https://gitlab.example.com/team/tool/-/merge_requests/12",
        "last_commit": {"id": HEAD, "title": "Damp"},
        "merge_commit_sha": None,
        "action": action,
    } | over
    return {
        "object_kind": "merge_request",
        "event_type": "merge_request",
        "user": ALICE,
        "project": PROJECT,
        "object_attributes": attributes,
        "reviewers": [BOB | {"state": "unreviewed", "re_requested": False}],
        "changes": {},
    }


def note(**over: Any) -> dict[str, Any]:
    told = merge_request("update")
    pull = {key: value for key, value in told["object_attributes"].items() if key != "action"}
    attributes = {
        "id": 1244,
        "note": "Why not a filter?",
        "noteable_type": "MergeRequest",
        "system": False,
        "created_at": "2026-11-02 09:30:00 UTC",
        "url": "https://gitlab.example.com/team/tool/-/merge_requests/12#note_1244",
    } | over
    return {
        "object_kind": "note",
        "user": BOB,
        "project": PROJECT,
        "object_attributes": attributes,
        "merge_request": pull,
    }


def pipeline(status: str, **over: Any) -> dict[str, Any]:
    attributes = {
        "id": 31,
        "iid": 3,
        "name": "Pipeline for damp",
        "ref": "req-3-damp",
        "tag": False,
        "sha": HEAD,
        "status": status,
        "created_at": "2026-11-02 08:01:00 UTC",
        "finished_at": None,
        "url": "https://gitlab.example.com/team/tool/-/pipelines/31",
    } | over
    builds = [{"id": 380, "started_at": "2026-11-02 08:01:30 UTC"}, {"id": 381, "started_at": None}]
    return {
        "object_kind": "pipeline",
        "object_attributes": attributes,
        "user": ALICE,
        "project": PROJECT,
        "builds": builds,
    }


DEPLOYMENT = {
    "object_kind": "deployment",
    "status": "success",
    "status_changed_at": "2026-11-03 17:28:02 +0800",
    "deployment_id": 15,
    "deployable_url": "https://gitlab.example.com/team/tool/-/jobs/796",
    "environment": "staging",
    "project": PROJECT,
    "short_sha": HEAD[:8],
    "user": ALICE,
    "commit_url": f"https://gitlab.example.com/team/tool/-/commit/{HEAD}",
    "ref": "v1.2",
}
TAG = {
    "object_kind": "tag_push",
    "event_name": "tag_push",
    "before": "0" * 40,
    "after": "d" * 40,
    "ref": "refs/tags/v1.2",
    "checkout_sha": HEAD,
    "project": PROJECT,
}
