"""Bring what a host knows of the past: one event, however much it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from twintrack.connectors.records import (
    DeploymentRecord,
    PipelineRecord,
    PullRequestRecord,
    ReviewRecord,
)
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import HistoryBrought
from twintrack.rnd.engineering.models import PullRequest, Repository
from twintrack.rnd.engineering.operations.applying import add_review, apply_pull, settle
from twintrack.rnd.engineering.operations.deployments import (
    SETTLED,
    EnvironmentMissing,
    apply_deployment,
    restore_before,
    restored_by_later,
)
from twintrack.rnd.engineering.operations.knowing import People
from twintrack.rnd.engineering.operations.pulls import TitleMissing, held
from twintrack.rnd.engineering.operations.runs import apply_pipeline


@dataclass(frozen=True, kw_only=True)
class Past:
    """What a host knows of a repository's past."""

    pulls: Sequence[PullRequestRecord] = ()
    reviews: Sequence[ReviewRecord] = ()
    pipelines: Sequence[PipelineRecord] = ()
    deployments: Sequence[DeploymentRecord] = ()


@dataclass(kw_only=True)
class BroughtPast:
    """How much of it was new or changed something."""

    pull_requests: int = 0
    reviews: int = 0
    pipelines: int = 0
    deployments: int = 0

    @property
    def is_anything(self) -> bool:
        return any((self.pull_requests, self.reviews, self.pipelines, self.deployments))


@transaction.atomic
def bring_past(
    *,
    repository: Repository,
    past: Past,
    host: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> BroughtPast:
    """
    Keep pull requests, reviews, runs of CI and deployments of the past; again, it brings nothing.

    Nobody is told of each of them, and nothing moves because of them.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TitleMissing: if a pull request has no title.
    :raises EnvironmentMissing: if a deployment goes nowhere.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    if not all(each.title.strip() for each in past.pulls):
        raise TitleMissing
    if not all(each.environment.strip() for each in past.deployments):
        raise EnvironmentMissing
    repository = held(repository)
    people, brought = People(host), BroughtPast()
    for pull in past.pulls:
        brought.pull_requests += apply_pull(repository, pull, people).is_change
    _bring_reviews(repository, past.reviews, people, brought)
    for run in past.pipelines:
        brought.pipelines += apply_pipeline(repository, run)[1]
    for told in sorted(past.deployments, key=lambda each: each.told_at):
        row, is_change, _is_older = apply_deployment(repository, told, people)
        brought.deployments += is_change
        if is_change and row.state in SETTLED:
            restore_before(row)
            restored_by_later(row)
    if not brought.is_anything:
        return brought
    record(
        HistoryBrought(repository_id=repository.pk, name=repository.name, **vars(brought)),
        about=repository,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return brought


def _bring_reviews(
    repository: Repository, reviews: Sequence[ReviewRecord], people: People, brought: BroughtPast
) -> None:
    wanted = {each.number for each in reviews}
    rows = PullRequest.objects.filter(repository=repository, number__in=wanted)
    by_number = {row.number: row for row in rows}
    touched = {}
    for told in reviews:
        row = by_number.get(told.number)
        if row is not None and add_review(row, told, people) is not None:
            brought.reviews += 1
            touched[row.pk] = row
    for row in touched.values():
        settle(row)
        row.save()
