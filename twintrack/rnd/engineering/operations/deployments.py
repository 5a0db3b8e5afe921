"""Keep what code hosts, or people, tell of deployments, and what they broke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.connectors.records import DeploymentRecord
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import (
    DeploymentBroke,
    DeploymentFinished,
    DeploymentRestored,
)
from twintrack.rnd.engineering.models import Deployment, DeployState, ReleaseTag, Repository
from twintrack.rnd.engineering.operations.knowing import People
from twintrack.rnd.engineering.operations.pulls import Kept, held

SETTLED = frozenset(DeployState.values) - {DeployState.WAITING.value, DeployState.RUNNING.value}
BROKEN = Q(state=DeployState.FAILED) | Q(broke_at__isnull=False)


class EnvironmentMissing(Refusal):
    """A deployment goes somewhere."""

    message = _("Say to which environment it goes.")
    status = 422


class NotDeployed(Refusal):
    """Only what went through can have broken something."""

    message = _("Only a deployment that succeeded can have broken something.")


class NotBroken(Refusal):
    """What works cannot be restored."""

    message = _("This deployment is not noted as broken, or works again already.")


class TooEarly(Refusal):
    """Something cannot have worked again before it broke, nor break before it was there."""

    message = _("This moment lies before the deployment, or in the future.")
    status = 422


def apply_deployment(
    repository: Repository, told: DeploymentRecord, people: People
) -> tuple[Deployment, bool, bool]:
    """Bring a deployment to what is told: the row, whether it changed, whether that was older."""
    key = told.key[:150] or f"{told.environment}-{told.sha}"[:150]
    row = Deployment.objects.filter(repository=repository, key=key).first()
    is_settled = told.state in SETTLED
    if row is not None and (told.told_at, is_settled) < (row.told_at, row.state in SETTLED):
        return row, False, True
    row = row or Deployment(
        repository=repository, key=key, started_at=told.started_at or told.told_at
    )
    before = (row.state, row.sha, row.environment)
    row.environment = told.environment.strip()[:120] or row.environment
    row.sha, row.ref = told.sha or row.sha, told.ref[:250] or row.ref
    row.url = told.url[:500] or row.url
    row.state, row.told_at = told.state, told.told_at
    row.started_at = min(told.started_at or row.started_at, row.started_at)
    row.finished_at = (row.finished_at or told.told_at) if is_settled else None
    row.is_production = is_production(repository, row.environment)
    row.deployed_by_login = told.by.login[:120] or row.deployed_by_login
    row.deployed_by = row.deployed_by or people.find(told.by)
    name = row.ref.removeprefix("refs/tags/")
    row.release_tag = ReleaseTag.objects.filter(repository=repository, name=name).first()
    is_change = row.pk is None or before != (row.state, row.sha, row.environment)
    row.save()
    return row, is_change, False


def is_production(repository: Repository, environment: str) -> bool:
    """Say whether users use an environment, by the repository's patterns."""
    patterns = repository.production_pattern.replace(",", " ").lower().split()
    return any(fnmatchcase(environment.lower(), each) for each in patterns)


def restore_before(row: Deployment) -> list[int]:
    """Note that what was broken in an environment works again since this deployment."""
    if row.state != DeployState.SUCCEEDED or row.finished_at is None:
        return []
    broken = Deployment.objects.filter(
        BROKEN,
        repository=row.repository_id,
        environment=row.environment,
        started_at__lt=row.started_at,
    ).exclude(pk=row.pk)
    # Deployments are told of in any order: the first success after a failure restored it.
    later = Q(restored_at=None) | Q(restored_at__gt=row.finished_at)
    found = [
        each
        for each in broken.filter(later)
        if each.failed_at is not None and each.failed_at < row.finished_at
    ]
    for each in found:
        each.restored_at = row.finished_at
    Deployment.objects.bulk_update(found, ["restored_at"])
    return [each.pk for each in found]


def restored_by_later(row: Deployment) -> None:
    """Note on a failure that is told late that a later deployment restored it already."""
    if row.failed_at is None or row.restored_at is not None:
        return
    later = Deployment.objects.filter(
        repository=row.repository_id,
        environment=row.environment,
        state=DeployState.SUCCEEDED,
        started_at__gt=row.started_at,
        finished_at__gt=row.failed_at,
    )
    first = later.order_by("finished_at").first()
    if first is not None:
        row.restored_at = first.finished_at
        row.save(update_fields=["restored_at"])


@transaction.atomic
def keep_deployment(
    *,
    repository: Repository,
    told: DeploymentRecord,
    host: str = "",
    people: People | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Kept:
    """
    Bring a deployment to what is told of it; one that succeeds restores what failed before.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises EnvironmentMissing: if it goes nowhere.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    if not told.environment.strip():
        raise EnvironmentMissing
    repository = held(repository)
    row, is_change, is_older = apply_deployment(repository, told, people or People(host))
    kept = Kept(row=row, is_change=is_change, is_older=is_older)
    if not is_change or row.state not in SETTLED:
        return kept
    restored = restore_before(row)
    restored_by_later(row)
    record(
        DeploymentFinished(
            **_said(row),
            state=row.state,
            is_production=row.is_production,
            restored_ids=restored,
        ),
        about=row,
        also=[repository],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return kept


def _said(row: Deployment) -> dict[str, Any]:
    return {
        "deployment_id": row.pk,
        "repository_id": row.repository_id,
        "repository": row.repository.name,
        "environment": row.environment,
        "sha": row.sha,
        "ref": row.ref,
    }


@dataclass(frozen=True)
class Breakage:
    """Since when a deployment broke something, and what."""

    since: datetime
    note: str = ""


def breakage_of(deployment: Deployment) -> Breakage | None:
    """Give what is noted of a deployment, if anything is."""
    broke_at = deployment.broke_at
    return Breakage(broke_at, deployment.broke_note) if broke_at else None


@transaction.atomic
def note_breakage(
    *,
    deployment: Deployment,
    before: Breakage | None,
    since: datetime,
    note: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Deployment:
    """
    Note that a deployment went through and broke something, since when and what.

    `before` is what the person saw noted there, or nothing; noted again alike, it stays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody noted something else in between.
    :raises NotDeployed: if it did not succeed.
    :raises TooEarly: if it broke before it was there, or is to break in the future.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    held(deployment.repository)
    row = Deployment.objects.select_related("repository").get(pk=deployment.pk)
    if row.state != DeployState.SUCCEEDED:
        raise NotDeployed
    if not row.started_at <= since <= at:
        raise TooEarly
    wanted, noted = Breakage(since, "\n".join(note.strip().splitlines())[:300]), breakage_of(row)
    if noted == wanted:
        return row
    if noted != before:
        raise StaleEdit(field="note", current=row.broke_note, attempted=wanted.note)
    row.broke_at, row.broke_note, row.restored_at = wanted.since, wanted.note, None
    row.save(update_fields=["broke_at", "broke_note", "restored_at"])
    restored_by_later(row)
    record(
        DeploymentBroke(**_said(row), note=row.broke_note),
        about=row,
        also=[row.repository],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return row


@transaction.atomic
def note_restored(
    *,
    deployment: Deployment,
    since: datetime,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Deployment:
    """
    Note since when it works again, where that was not the next deployment.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBroken: if it is not broken.
    :raises TooEarly: if it would have worked again before it broke, or in the future.
    """
    check_may(by, Act.SEE_REPOSITORIES)
    held(deployment.repository)
    row = Deployment.objects.select_related("repository").get(pk=deployment.pk)
    failed_at = row.failed_at
    if failed_at is None or row.restored_at is not None:
        raise NotBroken
    if not failed_at <= since <= at:
        raise TooEarly
    row.restored_at = since
    row.save(update_fields=["restored_at"])
    record(
        DeploymentRestored(**_said(row)),
        about=row,
        also=[row.repository],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return row
