"""What comes of events: deliveries are read, people are told."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify, settle
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering import carrying, operations
from twintrack.rnd.engineering.events import (
    DeploymentBroke,
    DeploymentFinished,
    HookDeliveredAgain,
    HookReceived,
    PullRequestChanged,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestOpened,
    PullRequestReopened,
    ReviewGiven,
)
from twintrack.rnd.engineering.models import (
    Commit,
    Deployment,
    DeployState,
    HookDelivery,
    PullRequest,
    Verdict,
)

deliveries = Subscriber("rnd.hooks")
tellers = Subscriber("rnd.code_news")
carriers = Subscriber("rnd.code_work")
# Of so many commits the authors are told that what brought them failed.
MOST_COMMITS = 200
ASKED, REVIEWED = "engineering/review_wanted", "engineering/reviewed"
FAILED = "engineering/deployment_failed"


@deliveries.on(HookReceived, HookDeliveredAgain)
def read_delivery(event: HookReceived | HookDeliveredAgain, entry: Entry) -> None:
    """Read what a code host sent, and do what it says."""
    rows = HookDelivery.objects.select_related("hook", "hook__acts_as", "hook__repository")
    # It may have been removed with its hook, or after its days.
    delivery = rows.filter(pk=event.delivery_id).first()
    if delivery is not None:
        operations.take_in(delivery=delivery, at=entry.happened_at, caused_by=entry)


@tellers.on(PullRequestOpened, PullRequestChanged, PullRequestReopened)
def tell_reviewers(
    event: PullRequestOpened | PullRequestChanged | PullRequestReopened, entry: Entry
) -> None:
    """Tell those whose review is wanted."""
    pull = _pull(event.pull_request_id)
    if pull is None or not event.asked_ids:
        return
    for person in _who_may(User.objects.filter(pk__in=event.asked_ids).order_by("pk")):
        notify(
            recipient=person,
            entry=entry,
            told_by=ASKED,
            because="engineering/reviewer",
            about=pull,
            at=entry.happened_at,
        )


@tellers.on(ReviewGiven)
def tell_author(event: ReviewGiven, entry: Entry) -> None:
    """Tell the author what was decided; the reviewer is not asked any more."""
    pull = _pull(event.pull_request_id)
    if pull is None:
        return
    reviewer = User.objects.filter(pk=event.reviewer_id or 0).first()
    if reviewer is not None:
        settle(recipient=reviewer, about=pull, told_by=[ASKED], before=entry, at=entry.happened_at)
    decides = event.verdict in {Verdict.APPROVED, Verdict.CHANGES_REQUESTED}
    if not decides or pull.author is None or event.reviewer_id == pull.author_id:
        return
    for person in _who_may([pull.author]):
        notify(
            recipient=person,
            entry=entry,
            told_by=REVIEWED,
            because="engineering/author",
            about=pull,
            at=entry.happened_at,
        )


@tellers.on(PullRequestMerged, PullRequestClosed)
def release_reviewers(event: PullRequestMerged | PullRequestClosed, entry: Entry) -> None:
    """Nobody is asked any more about what is merged or given up."""
    pull = _pull(event.pull_request_id)
    if pull is None:
        return
    told = User.objects.filter(
        notifications__subject_kind="pull_request",
        notifications__subject_id=pull.pk,
        notifications__told_by=ASKED,
        notifications__read_at=None,
    )
    for person in told.distinct():
        settle(recipient=person, about=pull, told_by=[ASKED], before=entry, at=entry.happened_at)


@tellers.on(DeploymentFinished, DeploymentBroke)
def tell_of_failure(event: DeploymentFinished | DeploymentBroke, entry: Entry) -> None:
    """Tell who deployed, and whose commits it brought, that it failed or broke something."""
    if isinstance(event, DeploymentFinished) and event.state != DeployState.FAILED:
        return
    rows = Deployment.objects.select_related("repository", "deployed_by")
    deployment = rows.filter(pk=event.deployment_id).first()
    if deployment is None:
        return
    for person in _who_may(_concerned(deployment)):
        if person.pk == entry.actor_id:
            continue
        notify(
            recipient=person,
            entry=entry,
            told_by=FAILED,
            because="engineering/deployed",
            about=deployment,
            at=entry.happened_at,
        )


@carriers.on(PullRequestOpened, PullRequestChanged, PullRequestReopened)
def carry_to_review(
    event: PullRequestOpened | PullRequestChanged | PullRequestReopened, entry: Entry
) -> None:
    """Let work go to review when a pull request is opened, or no draft any more."""
    if isinstance(event, PullRequestChanged) and "is_draft" not in event.fields:
        return
    pull = _pull(event.pull_request_id)
    if pull is not None:
        carrying.carry_to_review(pull, entry)


@carriers.on(PullRequestMerged)
def carry_beyond(event: PullRequestMerged, entry: Entry) -> None:
    """Let work go on when its pull request is merged."""
    pull = _pull(event.pull_request_id)
    if pull is not None:
        carrying.carry_beyond(pull, entry)


def _concerned(deployment: Deployment) -> Iterable[User]:
    brought = Commit.objects.filter(first_deployment=deployment).order_by("-pk")
    at_tip = Commit.objects.filter(repository=deployment.repository, sha=deployment.sha)
    authors = {
        pk
        for rows in (brought[:MOST_COMMITS], at_tip[:1])
        for pk in rows.values_list("author_id", flat=True)
        if pk
    }
    if deployment.deployed_by_id:
        authors.add(deployment.deployed_by_id)
    return User.objects.filter(pk__in=authors).order_by("pk")


def _who_may(people: Iterable[User]) -> Iterable[User]:
    return (person for person in people if may(person, Act.SEE_REPOSITORIES))


def _pull(pk: int) -> PullRequest | None:
    return PullRequest.objects.select_related("author", "repository").filter(pk=pk).first()
