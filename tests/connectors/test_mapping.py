"""What GitHub, GitLab and Gitee send becomes the same records."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.connectors.payloads import gitee, github, gitlab
from twintrack.connectors.addresses import plain
from twintrack.connectors.bodies import open_body
from twintrack.connectors.reading import Unreadable, moment
from twintrack.connectors.records import (
    DeploymentRecord,
    PipelineRecord,
    PullRequestRecord,
    PushRecord,
    ReviewRecord,
    TagRecord,
)
from twintrack.connectors.registry import HOSTS


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def records(host: str, event: str, told: dict[str, Any]) -> Any:
    parcel = HOSTS[host].read(event, told)
    assert parcel.is_known
    return parcel.records


def test_github_tells_the_whole_life_of_a_pull_request() -> None:
    [opened] = records("github", "pull_request", github.pull_event("opened"))

    assert isinstance(opened, PullRequestRecord)
    assert (opened.number, opened.state, opened.is_draft) == (12, "open", False)
    assert opened.title == "REQ-3 Damp the reel"
    assert (opened.author.login, opened.source_branch, opened.target_branch) == (
        "alice-hub",
        "damp",
        "main",
    )
    assert (opened.head_sha, opened.merge_sha) == (github.HEAD, "")
    assert (opened.lines_added, opened.lines_deleted, opened.commits_count) == (120, 14, 3)
    assert opened.asked is not None
    assert [each.login for each in opened.asked] == ["bob-hub"]
    [merged] = records(
        "github",
        "pull_request",
        github.pull_event(
            "closed",
            state="closed",
            merged=True,
            merged_at="2026-11-03T10:00:00Z",
            closed_at="2026-11-03T10:00:00Z",
            updated_at="2026-11-03T10:00:01Z",
            merge_commit_sha=github.MERGE,
            merged_by=github.BOB,
        ),
    )
    assert (merged.state, merged.merge_sha, merged.merged_at) == ("merged", github.MERGE, at(3, 10))
    assert merged.merged_by.login == "bob-hub"
    closed = {"state": "closed", "closed_at": "2026-11-03T10:00:00Z"}
    assert records("github", "pull_request", github.pull_event("closed", **closed))[0].state == (
        "closed"
    )
    assert records("github", "pull_request", github.pull_event("reopened"))[0].state == "open"
    drafted = github.pull_event("converted_to_draft", draft=True)
    assert records("github", "pull_request", drafted)[0].is_draft


def test_github_tells_reviews_and_comments() -> None:
    told = github.review_event("changes_requested", "2026-11-02T10:00:00Z")
    pull, review = records("github", "pull_request_review", told)

    assert (pull.commits_count, pull.lines_added) == (None, None)
    assert isinstance(review, ReviewRecord)
    assert (review.number, review.key, review.verdict) == (12, "501", "changes_requested")
    assert (review.reviewer.login, review.at) == ("bob-hub", at(2, 10))
    comment = {
        "id": 9,
        "pull_request_review_id": 501,
        "user": github.BOB,
        "created_at": "2026-11-02T10:00:00Z",
    }
    of_review = github.pull_event("created") | {"comment": comment}
    assert records("github", "pull_request_review_comment", of_review)[1].key == "501"
    issue = {"number": 12, "pull_request": {"url": "https://api.github.com/…"}}
    beside = {"action": "created", "issue": issue, "comment": comment}
    assert records("github", "issue_comment", beside)[0].key == "c9"
    assert records("github", "issue_comment", beside | {"issue": {"number": 12}}) == ()


def test_github_tells_runs_deployments_pushes_and_tags() -> None:
    [run] = records("github", "workflow_run", github.run_event("completed"))
    assert isinstance(run, PipelineRecord)
    assert (run.state, run.name, run.sha, run.branch) == ("failed", "build", github.HEAD, "damp")
    assert (run.started_at, run.finished_at) == (at(2, 8, 1, 10), at(2, 8, 9))
    going = github.run_event("in_progress", status="in_progress", conclusion=None)
    assert records("github", "workflow_run", going)[0].finished_at is None
    suite = {"id": 3, "status": "completed", "conclusion": "success", "head_sha": github.HEAD}
    suite |= {"updated_at": "2026-11-02T08:09:00Z", "app": {"slug": "circle", "name": "Circle"}}
    told = {"check_suite": suite, "repository": github.REPOSITORY}
    assert records("github", "check_suite", told)[0].state == "passed"
    own = told | {"check_suite": suite | {"app": {"slug": "github-actions"}}}
    assert records("github", "check_suite", own) == ()
    status = github.deployment_event("failure", "2026-11-03T08:04:00Z")
    [deployment] = records("github", "deployment_status", status)
    assert isinstance(deployment, DeploymentRecord)
    assert (deployment.environment, deployment.state) == ("production", "failed")
    assert (deployment.sha, deployment.ref) == (github.MERGE, "v1.2")
    assert (deployment.started_at, deployment.told_at) == (at(3, 8), at(3, 8, 4))
    later = github.deployment_event("inactive", "2026-11-09T08:00:00Z")
    assert records("github", "deployment_status", later) == ()
    [push] = records("github", "push", github.push_event(forced=True))
    assert push == PushRecord(ref="refs/heads/main", before="1" * 40, after="2" * 40, forced=True)
    tag = github.push_event(ref="refs/tags/v1", deleted=True, after="0" * 40)
    assert records("github", "push", tag)[1] == TagRecord(name="v1", is_deleted=True)
    release = {"action": "published", "release": {"tag_name": "v2"}}
    assert records("github", "release", release) == (TagRecord(name="v2"),)
    assert records("github", "ping", {"zen": "…", "repository": github.REPOSITORY}) == ()
    assert not HOSTS["github"].read("star", {"action": "created"}).is_known


def test_gitlab_tells_merge_requests_approvals_and_reviews() -> None:
    [opened] = records("gitlab", "Merge Request Hook", gitlab.merge_request("open"))
    assert (opened.number, opened.state, opened.is_draft) == (12, "open", True)
    assert (opened.author.login, opened.author.mail) == ("alice-lab", "")
    assert (opened.opened_at, opened.head_sha) == (at(2, 8), gitlab.HEAD)
    assert [each.login for each in opened.asked] == ["bob-lab"]
    later = {"updated_at": "2026-11-02 11:00:00 UTC"}
    approved = gitlab.merge_request("approved", **later) | {"user": gitlab.BOB}
    _pull, review = records("gitlab", "Merge Request Hook", approved)
    assert (review.verdict, review.reviewer.login, review.at) == ("approved", "bob-lab", at(2, 11))
    taken_back = gitlab.merge_request("unapproved", **later) | {"user": gitlab.BOB}
    assert records("gitlab", "Merge Request Hook", taken_back)[1].verdict == "dismissed"
    turned = gitlab.merge_request("update", **later)
    turned["reviewers"][0]["state"] = "requested_changes"
    before, now = gitlab.BOB | {"state": "unreviewed"}, gitlab.BOB | {"state": "requested_changes"}
    turned["changes"] = {"reviewers": {"previous": [before], "current": [now]}}
    pull, review = records("gitlab", "Merge Request Hook", turned)
    assert review.verdict == "changes_requested"
    assert pull.asked == ()
    merged = gitlab.merge_request(
        "merge", state="merged", merge_commit_sha="b" * 40, updated_at="2026-11-03 09:00:00 UTC"
    )
    [pull] = records("gitlab", "Merge Request Hook", merged)
    assert (pull.state, pull.merge_sha, pull.merged_at) == ("merged", "b" * 40, at(3, 9))
    [pull, said] = records("gitlab", "Note Hook", gitlab.note())
    assert (said.verdict, said.key, said.reviewer.login) == ("commented", "n1244", "bob-lab")
    assert pull.asked is None
    assert records("gitlab", "Note Hook", gitlab.note(noteable_type="Issue")) == ()
    assert records("gitlab", "Note Hook", gitlab.note(system=True)) == ()


def test_gitlab_tells_pipelines_deployments_and_tags() -> None:
    [run] = records("gitlab", "Pipeline Hook", gitlab.pipeline("running"))
    assert (run.state, run.started_at, run.finished_at) == ("running", at(2, 8, 1, 30), None)
    ended = gitlab.pipeline("success", finished_at="2026-11-02 08:12:00 UTC")
    assert records("gitlab", "Pipeline Hook", ended)[0].finished_at == at(2, 8, 12)
    [deployment] = records("gitlab", "Deployment Hook", gitlab.DEPLOYMENT)
    assert (deployment.sha, deployment.state) == (gitlab.HEAD, "succeeded")
    assert deployment.told_at == at(3, 9, 28, 2)
    push, tag = records("gitlab", "Tag Push Hook", gitlab.TAG)
    assert (push.after, tag) == (gitlab.HEAD, TagRecord(name="v1.2", sha=gitlab.HEAD))
    deleted = gitlab.TAG | {"after": "0" * 40, "checkout_sha": None}
    assert records("gitlab", "Tag Push Hook", deleted)[1].is_deleted
    [released] = records(
        "gitlab",
        "Release Hook",
        {"object_kind": "release", "tag": "v2", "commit": {"id": gitlab.HEAD}},
    )
    assert released == TagRecord(name="v2", sha=gitlab.HEAD)


def test_gitee_tells_pull_requests_reviews_and_pushes() -> None:
    [opened] = records("gitee", "Merge Request Hook", gitee.pull_event("open"))
    assert (opened.number, opened.opened_at, opened.body) == (12, at(2, 8), "")
    assert (opened.author.login, opened.author.mail) == ("alice-gee", "alice@example.com")
    assert [each.login for each in opened.asked] == ["bob-gee"]
    later = {"updated_at": "2026-11-02T19:00:00+08:00"}
    _pull, review = records("gitee", "Merge Request Hook", gitee.pull_event("approved", **later))
    assert (review.verdict, review.reviewer.login, review.at) == ("approved", "bob-gee", at(2, 11))
    merged = {"state": "merged", "merge_commit_sha": gitee.MERGE, **later}
    merged |= {"merged_at": "2026-11-02T19:00:00+08:00"}
    [pull] = records("gitee", "Merge Request Hook", gitee.pull_event("merge", **merged))
    assert (pull.state, pull.merge_sha, pull.merged_at) == ("merged", gitee.MERGE, at(2, 11))
    _pull, said = records("gitee", "Note Hook", gitee.note_event())
    assert (said.key, said.verdict, said.at) == ("n88", "commented", at(2, 10))
    # Old hooks have no header.
    [push] = records("gitee", "", gitee.PUSH)
    assert push.after == ""


@pytest.mark.parametrize(
    ("host", "event", "told"),
    [
        ("github", "pull_request", {"action": "opened"}),
        ("github", "pull_request", github.pull_event("opened", number="12")),
        ("github", "pull_request", {"pull_request": github.pull(updated_at=None, created_at=1)}),
        ("gitlab", "Merge Request Hook", {"object_kind": "merge_request"}),
        ("gitlab", "Deployment Hook", {"object_kind": "deployment", "environment": []}),
        ("gitee", "Merge Request Hook", {"pull_request": {"number": 3, "updated_at": "soon"}}),
        ("github", "workflow_run", {"workflow_run": [1]}),
    ],
)
def test_what_does_not_say_what_it_must_is_unreadable(
    host: str, event: str, told: dict[str, Any]
) -> None:
    with pytest.raises(Unreadable):
        HOSTS[host].read(event, told)


def test_bodies_moments_and_addresses_are_read_as_they_are_written() -> None:
    assert open_body(b'{"a": 1}', "application/json; charset=utf-8") == {"a": 1}
    form = b"payload=%7B%22a%22%3A+1%7D"
    assert open_body(form, "application/x-www-form-urlencoded") == {"a": 1}
    for wrong in (b"", b"[1]", b"\xff", b"{" * 100_000, b"nope"):
        with pytest.raises(Unreadable):
            open_body(wrong, "application/json")
    for written in ("2026-11-02T08:00:00Z", "2026-11-02 08:00:00 UTC", "2026-11-02 16:00:00 +0800"):
        assert moment({"at": written}, "at") == at(2, 8)
    assert moment({"at": 1793606400}, "at") == moment({"at": "1793606400000"}, "at") == at(2, 8)
    for odd in (True, "soon", "0001-01-01", 10**30, -5, "", None, "2026-13-01 08:00"):
        assert moment({"at": odd}, "at") is None
    same = {
        plain(each)
        for each in ("https://Git.example.com/Team/tool.git", "git.example.com:team/tool")
    }
    assert same == {plain("ssh://git@git.example.com:2222/team/tool"), "git.example.com/team/tool"}
    assert plain("/srv/git/tool.git") == "/srv/git/tool"
    assert plain("") == plain("http://[") == ""
