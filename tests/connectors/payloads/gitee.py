"""What Gitee sends, trimmed to what matters."""

from typing import Any

REPOSITORY = {
    "id": 120249025,
    "full_name": "team/tool",
    "path_with_namespace": "team/tool",
    "html_url": "https://gitee.com/team/tool",
    "git_http_url": "https://gitee.com/team/tool.git",
    "git_ssh_url": "git@gitee.com:team/tool.git",
    "clone_url": "https://gitee.com/team/tool.git",
}
ALICE = {"id": 1, "login": "alice-gee", "name": "小爱", "email": "alice@example.com"}
BOB = {"id": 2, "login": "bob-gee", "name": "小博", "email": "bob@example.com"}
HEAD, MERGE = "a" * 40, "b" * 40


def pull(**over: Any) -> dict[str, Any]:
    return {
        "id": 5001,
        "number": 12,
        "state": "open",
        "html_url": "https://gitee.com/team/tool/pulls/12",
        "title": "阻尼 REQ-3",
        "body": None,
        "created_at": "2026-11-02T16:00:00+08:00",
        "updated_at": "2026-11-02T16:00:00+08:00",
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": None,
        "user": ALICE,
        "assignee": BOB,
        "assignees": [BOB],
        "head": {"label": "damp", "ref": "damp", "sha": HEAD},
        "base": {"label": "main", "ref": "main", "sha": "1" * 40},
        "merged": False,
        "comments": 0,
        "commits": 2,
        "additions": 20,
        "deletions": 3,
        "changed_files": 2,
    } | over


def pull_event(action: str, **over: Any) -> dict[str, Any]:
    return {
        "hook_name": "merge_request_hooks",
        "password": "",
        "timestamp": "1793001600000",
        "action": action,
        "pull_request": pull(**over),
        "repository": REPOSITORY,
        "updated_by": BOB,
        "sender": BOB,
    }


def note_event() -> dict[str, Any]:
    comment = {
        "id": 88,
        "body": "看一下边界",
        "user": BOB,
        "created_at": "2026-11-02T18:00:00+08:00",
        "html_url": "https://gitee.com/team/tool/pulls/12#note_88",
    }
    return {
        "hook_name": "note_hooks",
        "action": "comment",
        "noteable_type": "PullRequest",
        "comment": comment,
        "pull_request": pull(),
        "repository": REPOSITORY,
    }


PUSH = {
    "hook_name": "push_hooks",
    "ref": "refs/heads/main",
    "before": "1" * 40,
    "after": "0" * 40,
    "created": False,
    "deleted": True,
    "repository": REPOSITORY,
}
