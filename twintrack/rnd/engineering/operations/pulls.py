"""Keep what code hosts, or people, tell of pull requests and their reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.connectors.records import PullRequestRecord, ReviewRecord
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import (
    PullRequestChanged,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestOpened,
    PullRequestReopened,
    ReviewGiven,
)
from twintrack.rnd.engineering.models import PullRequest, PullState, Repository
from twintrack.rnd.engineering.operations.applying import Applied, apply_pull, apply_review
from twintrack.rnd.engineering.operations.knowing import People


class TitleMissing(Refusal):
    """A pull request without a title."""

    message = _("It needs a title.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A row, and whether what was told changed it or was older than what is known."""

    row: Any
    is_change: bool
    is_older: bool = False


def held(repository: Repository) -> Repository:
    """Let nobody else put anything told of a repository into rows until the transaction ends."""
    rows = Repository.objects.select_for_update(no_key=True).select_related("product")
    found: Repository = rows.get(pk=repository.pk)
    return found


@transaction.atomic
def keep_pull_request(
    *,
    repository: Repository,
    told: PullRequestRecord,
    host: str = "",
    people: People | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Kept:
    """
    Bring a pull request to what is told of it; what is older than what is known changes nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TitleMissing: if it would have no title.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    if not told.title.strip():
        raise TitleMissing
    repository = held(repository)
    applied = apply_pull(repository, told, people or People(host))
    kept = Kept(row=applied.row, is_change=applied.is_change, is_older=applied.is_older)
    if not applied.is_change:
        return kept
    record(
        _event_of(applied),
        about=applied.row,
        also=concerned_by(applied.row),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return kept


def concerned_by(row: PullRequest) -> Sequence[Model]:
    """List what else an entry about a pull request concerns: its repository, what it works on."""
    links = row.links.select_related("requirement", "work_item")
    linked = [each.requirement or each.work_item for each in links]
    return [row.repository, *(each for each in linked if each is not None)]


def _event_of(applied: Applied) -> Event:
    row = applied.row
    said: dict[str, Any] = {
        "pull_request_id": row.pk,
        "repository_id": row.repository_id,
        "repository": row.repository.name,
        "number": row.number,
        "title": row.title,
    }
    asked_ids = [person.pk for person in applied.asked]
    if row.state == PullState.MERGED and applied.came_from != row.state:
        is_reviewed = row.first_review_at is not None
        return PullRequestMerged(**said, author_id=row.author_id, is_reviewed=is_reviewed)
    if applied.is_new and row.is_open:
        return PullRequestOpened(
            **said,
            author_id=row.author_id,
            author=row.author.name if row.author else row.author_label,
            is_draft=row.is_draft,
            asked_ids=asked_ids,
        )
    if row.state == PullState.CLOSED and applied.came_from != row.state:
        return PullRequestClosed(**said)
    if row.is_open and applied.came_from != row.state:
        return PullRequestReopened(**said, asked_ids=asked_ids)
    return PullRequestChanged(**said, fields=sorted(applied.fields), asked_ids=asked_ids)


@transaction.atomic
def keep_review(
    *,
    repository: Repository,
    told: ReviewRecord,
    host: str = "",
    people: People | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Kept:
    """
    Keep what somebody said of a pull request; the same review never counts twice.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if there is no pull request of that number.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    repository = held(repository)
    row = PullRequest.objects.filter(repository=repository, number=told.number).first()
    if row is None:
        raise NotThere
    row.repository = repository
    fact = apply_review(row, told, people or People(host))
    if fact is None:
        return Kept(row=row, is_change=False)
    record(
        ReviewGiven(
            pull_request_id=row.pk,
            repository_id=repository.pk,
            repository=repository.name,
            number=row.number,
            title=row.title,
            author_id=row.author_id,
            reviewer_id=fact.reviewer_id,
            reviewer=fact.reviewer.name if fact.reviewer else fact.reviewer_label,
            verdict=fact.verdict,
        ),
        about=row,
        also=concerned_by(row),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return Kept(row=row, is_change=True)
