"""Keep what code hosts, or people, tell of runs of CI."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.connectors.records import PipelineRecord
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import (
    PipelineFinished,
)
from twintrack.rnd.engineering.models import (
    Pipeline,
    PullRequest,
    Repository,
    RunState,
)
from twintrack.rnd.engineering.operations.pulls import Kept, held

GOING_ON = frozenset({RunState.WAITING.value, RunState.RUNNING.value})


def apply_pipeline(repository: Repository, told: PipelineRecord) -> tuple[Pipeline, bool, bool]:
    """Bring a run to what is told of it: the row, whether it changed, whether that was older."""
    key = told.key[:150] or f"{told.name}-{told.sha}"[:150]
    row = Pipeline.objects.filter(repository=repository, key=key).first()
    is_going_on = told.state in GOING_ON
    if row is not None:
        order = (told.told_at, not is_going_on)
        if order < (row.told_at, row.state not in GOING_ON):
            return row, False, True
    row = row or Pipeline(repository=repository, key=key)
    before = (row.state, row.finished_at, row.sha)
    row.name, row.sha = told.name[:200] or row.name, told.sha or row.sha
    row.branch, row.url = told.branch[:250] or row.branch, told.url[:500] or row.url
    row.state, row.told_at = told.state, told.told_at
    row.started_at = told.started_at or row.started_at
    row.finished_at = None if is_going_on else told.finished_at or told.told_at
    is_change = row.pk is None or before != (row.state, row.finished_at, row.sha)
    row.save()
    return row, is_change, False


@transaction.atomic
def keep_pipeline(
    *,
    repository: Repository,
    told: PipelineRecord,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Kept:
    """
    Bring a run of CI to what is told of it; the ledger tells its end.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    repository = held(repository)
    row, is_change, is_older = apply_pipeline(repository, told)
    kept = Kept(row=row, is_change=is_change, is_older=is_older)
    if not is_change or row.state in GOING_ON:
        return kept
    pulls = PullRequest.objects.filter(repository=repository, head_sha=row.sha).exclude(head_sha="")
    record(
        PipelineFinished(
            pipeline_id=row.pk,
            repository_id=repository.pk,
            repository=repository.name,
            name=row.name,
            branch=row.branch,
            sha=row.sha,
            state=row.state,
        ),
        about=repository,
        also=list(pulls),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return kept
