"""What code hosts send: checked, kept, read once, and never an older state over a newer one."""

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from tests.connectors.payloads import gitee, github, gitlab
from tests.factories.backlog import make_requirement
from tests.factories.histories import make_repository
from tests.factories.hooks import Sender
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.housekeeping import remove_old_deliveries
from twintrack.rnd.engineering.models import (
    DeliveryOutcome,
    Deployment,
    Hook,
    HookDelivery,
    HostCode,
    Pipeline,
    PullRequest,
    PullRequestLink,
    Repository,
    ReviewFact,
    ReviewRequested,
)

pytestmark = pytest.mark.django_db
MERGED = {
    "state": "closed",
    "merged": True,
    "merged_at": "2026-11-03T10:00:00Z",
    "closed_at": "2026-11-03T10:00:00Z",
    "updated_at": "2026-11-03T10:00:00Z",
    "requested_reviewers": [],
}


def kinds() -> list[str]:
    told = Entry.objects.exclude(kind__startswith="hook.").order_by("pk")
    return list(told.values_list("kind", flat=True))


def give_login(person: User, login: str) -> None:
    operations.add_login(
        person=person, host=HostCode.GITHUB, login=login, by=person, at=timezone.now()
    )


def outcomes() -> list[str]:
    return list(HookDelivery.objects.order_by("pk").values_list("outcome", flat=True))


@pytest.fixture
def sender() -> Sender:
    """Let a repository whose authors are known be told of by GitHub."""
    give_login(make_user(Role.ENGINEER, name="Alice"), "Alice-Hub")
    give_login(make_user(Role.ENGINEER, name="Bob"), "bob-hub")
    return Sender(make_repository("https://github.com/team/tool.git"))


def test_an_opened_pull_request_is_linked_and_told_to_who_is_asked(sender: Sender) -> None:
    requirement = make_requirement(number="REQ-3")

    answer = sender.github("pull_request", github.pull_event("opened"))

    assert answer.status_code == 202
    pull = PullRequest.objects.get()
    assert (str(pull.author), pull.state, pull.waits_since) == ("Alice", "open", pull.opened_at)
    assert (pull.lines_added, pull.commits_count) == (120, 3)
    assert str(ReviewRequested.objects.get().person) == "Bob"
    assert PullRequestLink.objects.get().requirement == requirement
    told = Notification.objects.get(recipient__name="Bob")
    assert (told.told_by, told.read_at) == ("engineering/review_wanted", None)
    entry = Entry.objects.get(kind="pull_request.opened")
    assert entry.caused_by is not None
    assert (entry.actor.name, entry.caused_by.kind) == ("GitHub · Tool", "hook.received")
    assert Repository.objects.get().is_waiting


def test_a_review_and_the_merge_end_the_waiting(sender: Sender) -> None:
    sender.github("pull_request", github.pull_event("opened"))
    sender.github("pull_request_review", github.review_event("approved", "2026-11-02T10:00:00Z"))

    pull = PullRequest.objects.get()
    assert pull.approved_at == pull.first_review_at == ReviewFact.objects.get().at
    assert (pull.waits_since, pull.lines_added) == (None, 120)
    assert Notification.objects.get(recipient__name="Bob").read_at is not None
    told = Notification.objects.get(recipient__name="Alice")
    assert told.told_by == "engineering/reviewed"

    sender.github("pull_request", github.pull_event("closed", **MERGED))

    pull.refresh_from_db()
    assert (pull.state, pull.merged_at) == ("merged", pull.closed_at)
    assert Entry.objects.get(kind="pull_request.merged").payload["is_reviewed"]
    assert HookDelivery.objects.filter(pull_request=pull, outcome="done").count() == 3


def test_whatever_the_order_and_however_often_the_same_stands_there() -> None:
    sent = [
        ("pull_request", github.pull_event("opened")),
        (
            "pull_request",
            github.pull_event(
                "synchronize",
                updated_at="2026-11-02T11:00:00Z",
                head={"ref": "damp", "sha": "d" * 40},
            ),
        ),
        (
            "pull_request_review",
            github.review_event(
                "approved", "2026-11-02T12:00:00Z", head={"ref": "damp", "sha": "d" * 40}
            ),
        ),
        (
            "pull_request",
            github.pull_event("closed", **MERGED, head={"ref": "damp", "sha": "d" * 40}),
        ),
    ]
    stood = set()
    for order in permutations(sent):
        repository = make_repository(f"/r{len(Repository.objects.all())}")
        sender = Sender(repository)
        # The first comes once more in the end: each of them is the first of six orders.
        for event, told in (*order, order[0]):
            sender.github(event, told, read=False)
        drain()
        pull = PullRequest.objects.get(repository=repository)
        stood.add(
            (
                pull.state,
                pull.head_sha,
                pull.opened_at,
                pull.merged_at,
                pull.approved_at,
                pull.first_review_at,
                pull.waits_since,
                pull.reviews.count(),
            )
        )
    assert len(stood) == 1
    assert HookDelivery.objects.filter(outcome="repeated").count() == 24
    assert HookDelivery.objects.filter(older__gt=0).exists()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "signature-wrong"),
        ({"X-Hub-Signature-256": "sha256=00"}, 401, "signature-wrong"),
        ({"X-Gitlab-Token": "secret"}, 401, "signature-wrong"),
    ],
)
def test_what_is_not_signed_right_is_refused_counted_and_not_kept(
    headers: dict[str, str], status: int, code: str
) -> None:
    sender = Sender(make_repository("/x"))

    answer = sender.post(b"{}", headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not HookDelivery.objects.exists()
    assert Hook.objects.get().forged_count == 1
    sender.post(b"{}", headers)
    # Who floods the address with forged ones writes once a second at most.
    assert Hook.objects.get().forged_count == 1


def test_an_address_that_is_unknown_revoked_or_has_another_secret_takes_nothing() -> None:
    sender = Sender(make_repository("/x"))
    by = make_user(Role.RND_LEAD)
    # Its address is a secret: nothing else may be called by it.
    assert sender.hook.code not in sender.hook.number
    _hook, fresh = operations.renew_secret(hook=sender.hook, by=by, at=timezone.now())
    assert sender.github("ping", {"zen": "…"}).status_code == 401
    sender.secret = fresh
    assert sender.github("ping", {"zen": "…"}).status_code == 202
    operations.revoke_hook(hook=sender.hook, by=by, at=timezone.now())
    assert sender.github("ping", {"zen": "…"}).status_code == 401
    with pytest.raises(operations.HookRevokedAlready):
        operations.renew_secret(hook=sender.hook, by=by, at=timezone.now())
    sender.hook.code = "twh_nothing"
    assert sender.github("ping", {"zen": "…"}).json()["code"] == "hook-unknown"


def test_the_same_delivery_and_the_same_content_change_nothing_twice() -> None:
    sender = Sender(make_repository("/x"))
    told = github.pull_event("opened")

    assert sender.github("pull_request", told, delivery="a").status_code == 202
    before = kinds()
    assert sender.github("pull_request", told, delivery="a").status_code == 200
    assert sender.github("pull_request", told, delivery="b").status_code == 200

    assert outcomes() == ["done", "repeated", "repeated"]
    assert kinds() == before
    first = HookDelivery.objects.order_by("pk")[0]
    assert first.repeats.count() == 2


def test_what_is_huge_malformed_or_not_of_interest_harms_nothing() -> None:
    sender = Sender(make_repository("/x"))

    assert sender.github("push", b"x" * 2_000_001).status_code == 413
    assert sender.github("push", b"x" * 2_200_000).status_code == 413
    assert sender.github("star", {"action": "created"}).status_code == 202
    assert sender.github("pull_request", b"not json").status_code == 202
    assert sender.github("pull_request", {"action": "opened"}).status_code == 202
    assert sender.github("pull_request", b'{"\\u0000": "\xff\\u0000"}').status_code == 202
    odd = github.pull_event("opened", title="\ud800 REQ-3\x00", number=7)
    assert sender.github("pull_request", odd).status_code == 202
    empty = github.pull_event("opened", title=" ", number=8)
    assert sender.github("pull_request", empty).status_code == 202

    assert outcomes() == ["ignored", "refused", "refused", "refused", "done", "refused"]
    refused = HookDelivery.objects.filter(outcome="refused").order_by("pk")
    assert [each.problem for each in refused] == ["unreadable"] * 3 + ["title-missing"]
    assert PullRequest.objects.get().title == "? REQ-3"


def test_one_address_for_many_finds_the_repository_or_waits_for_it() -> None:
    other = make_repository("https://github.com/team/other.git")
    sender = Sender(None)
    told = github.pull_event("opened")

    sender.github("ping", {"zen": "…", "organization": {"login": "team"}})
    sender.github("pull_request", told)

    assert outcomes() == ["done", "unknown"]
    assert HookDelivery.objects.order_by("-pk")[0].problem_detail == "team/tool"
    tool = make_repository("git@github.com:Team/tool.git", product=other.product)
    by = make_user(Role.RND_LEAD)
    [unknown] = HookDelivery.objects.filter(outcome="unknown")
    again = operations.deliver_again(delivery=unknown, by=by, at=timezone.now())
    with pytest.raises(operations.NotRepeatable):
        operations.deliver_again(delivery=again, by=by, at=timezone.now())
    drain()
    assert PullRequest.objects.get().repository == tool
    again.refresh_from_db()
    assert (again.outcome, again.again_of, again.repository) == ("done", unknown, tool)
    # The host's own redelivery of what was not known then is read as well.
    PullRequest.objects.all().delete()
    HookDelivery.objects.filter(pk=again.pk).delete()
    assert sender.github("pull_request", told).status_code == 202
    assert PullRequest.objects.count() == 1
    # A repository with the code of two products is kept for each: both are told.
    twin = make_repository("https://github.com/team/tool", product=make_product())
    sender.github("pull_request", github.pull_event("closed", **MERGED))
    pulls = PullRequest.objects.order_by("repository_id")
    assert [(each.repository, each.state) for each in pulls] == [(tool, "merged"), (twin, "merged")]
    assert HookDelivery.objects.latest("pk").pull_request == pulls[0]


def test_gitlab_and_gitee_are_understood_as_well() -> None:
    make_requirement(number="REQ-3")
    lab = Sender(make_repository("/lab"), HostCode.GITLAB)
    lab.gitlab("Merge Request Hook", gitlab.merge_request("open"))
    pull = PullRequest.objects.get()
    assert (pull.is_draft, pull.waits_since, pull.links.get().named_in) == (True, None, "branch")
    ready = gitlab.merge_request("update", draft=False, updated_at="2026-11-02 09:00:00 UTC")
    lab.gitlab("Merge Request Hook", ready)
    lab.gitlab("Note Hook", gitlab.note())
    pull.refresh_from_db()
    assert pull.first_review_at is not None
    lab.gitlab("Pipeline Hook", gitlab.pipeline("running"))
    lab.gitlab("Deployment Hook", gitlab.DEPLOYMENT)
    assert Pipeline.objects.get().state == "running"
    assert not Deployment.objects.get().is_production
    gee = Sender(make_repository("/gee"), HostCode.GITEE)
    gee.gitee("Merge Request Hook", gitee.pull_event("open"))
    gee.gitee("Note Hook", gitee.note_event())
    theirs = PullRequest.objects.get(repository__source="/gee")
    assert (theirs.author_name, theirs.reviews.get().verdict) == ("小爱", "commented")


def test_runs_and_deployments_follow_their_own_time() -> None:
    repository = make_repository("/x")
    sender = Sender(repository)
    failed = github.run_event("completed")
    sender.github("workflow_run", failed)
    running = github.run_event(
        "in_progress", status="in_progress", conclusion=None, updated_at="2026-11-02T08:05:00Z"
    )
    sender.github("workflow_run", running)
    run = Pipeline.objects.get()
    assert (run.state, run.took) == ("failed", timedelta(minutes=7, seconds=50))
    rerun = running["workflow_run"] | {"updated_at": "2026-11-02T09:00:00Z", "run_attempt": 2}
    sender.github("workflow_run", running | {"workflow_run": rerun})
    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("running", None)

    for state, at, key, begun in (
        ("success", "2026-11-05T08:04:00Z", 3002, "2026-11-05T08:00:00Z"),
        ("failure", "2026-11-03T08:04:00Z", 3001, "2026-11-03T08:00:00Z"),
        ("in_progress", "2026-11-03T08:01:00Z", 3001, "2026-11-03T08:00:00Z"),
    ):
        told = github.deployment_event(state, at, key=key, created_at=begun)
        sender.github("deployment_status", told)

    first, second = Deployment.objects.order_by("started_at")
    assert (first.state, second.state) == ("failed", "succeeded")
    assert first.restored_at == second.finished_at
    assert first.out_for == timedelta(days=2)
    assert kinds().count("deployment.finished") == 2


def test_a_failed_deployment_is_told_to_whom_it_concerns() -> None:
    repository, alice = make_repository("/x"), make_user(Role.ENGINEER, email="alice@example.com")
    told = github.deployment_event("failure", "2026-11-03T08:04:00Z")
    told["deployment"]["creator"] = {"login": "x", "email": "alice@example.com"}

    Sender(repository).github("deployment_status", told)

    assert Notification.objects.get(recipient=alice).told_by == "engineering/deployment_failed"


def test_an_address_for_many_counts_only_what_one_sees() -> None:
    lead, head, sender = make_user(Role.RND_LEAD), make_user(Role.EXECUTIVE), Sender(None)
    hidden = make_repository("/x", product=make_product(reach="teams"))
    sender.github("pull_request", github.pull_event("opened"))
    HookDelivery.objects.update(repository=hidden, outcome=DeliveryOutcome.DONE)
    long_ago = timezone.now() - timedelta(days=9999)

    def done(person: User) -> int:
        found = queries.count_deliveries([sender.hook], since=long_ago, for_user=person)
        return found[sender.hook.pk].done

    assert (done(lead), done(head)) == (0, 1)


def test_the_log_is_kept_for_its_days() -> None:
    sender = Sender(make_repository("/x"))
    sender.github("pull_request", github.pull_event("opened"))
    HookDelivery.objects.update(received_at=timezone.now() - timedelta(days=31))

    remove_old_deliveries(timezone.now())

    assert not HookDelivery.objects.exists()
    assert PullRequest.objects.exists()


def test_a_delivery_that_is_gone_when_the_worker_comes_stops_nobody() -> None:
    sender = Sender(make_repository("/x"))
    told: dict[str, Any] = github.pull_event("opened")
    sender.github("pull_request", json.dumps(told).encode(), read=False)
    HookDelivery.objects.all().delete()

    drain()

    assert not PullRequest.objects.exists()
