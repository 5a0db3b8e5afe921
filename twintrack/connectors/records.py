"""What code hosts tell of, whichever host it is: neutral, frozen, without what only one knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PullState = Literal["open", "merged", "closed"]
Verdict = Literal["approved", "changes_requested", "commented", "dismissed"]
RunState = Literal["waiting", "running", "passed", "failed", "cancelled", "skipped"]
DeployState = Literal["waiting", "running", "succeeded", "failed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """Somebody as the host knows them; what it does not tell is empty."""

    login: str = ""
    name: str = ""
    mail: str = ""


@dataclass(frozen=True, kw_only=True)
class RepositoryRecord:
    """The repository that a delivery is about, by every address it has there."""

    name: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PushRecord:
    """A branch or tag moved; `after` is empty where it was deleted."""

    ref: str
    before: str
    after: str
    forced: bool = False


@dataclass(frozen=True, kw_only=True)
class PullRequestRecord:
    """
    A pull or merge request as it stood at `told_at`.

    What is None was not told, and says nothing against what is known.
    """

    number: int
    title: str
    state: PullState
    told_at: datetime
    opened_at: datetime | None = None
    body: str | None = None
    url: str = ""
    author: PersonRecord = PersonRecord()
    source_branch: str = ""
    target_branch: str = ""
    head_sha: str = ""
    merge_sha: str = ""
    is_draft: bool = False
    merged_at: datetime | None = None
    closed_at: datetime | None = None
    lines_added: int | None = None
    lines_deleted: int | None = None
    files_count: int | None = None
    commits_count: int | None = None
    # Whose review is wanted; None where it was not told.
    asked: tuple[PersonRecord, ...] | None = None
    merged_by: PersonRecord | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewRecord:
    """What somebody said of a pull request; the same `key` is the same review."""

    number: int
    key: str
    verdict: Verdict
    at: datetime
    reviewer: PersonRecord = PersonRecord()
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PipelineRecord:
    """A run of CI as it stood at `told_at`."""

    key: str
    state: RunState
    told_at: datetime
    name: str = ""
    sha: str = ""
    branch: str = ""
    url: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DeploymentRecord:
    """A commit on its way to an environment, as it stood at `told_at`."""

    key: str
    environment: str
    state: DeployState
    told_at: datetime
    sha: str = ""
    # The branch or tag that was deployed.
    ref: str = ""
    url: str = ""
    started_at: datetime | None = None
    by: PersonRecord = PersonRecord()


@dataclass(frozen=True, kw_only=True)
class TagRecord:
    """A tag or release appeared, changed or went."""

    name: str
    sha: str = ""
    is_deleted: bool = False


Record = (
    PushRecord | PullRequestRecord | ReviewRecord | PipelineRecord | DeploymentRecord | TagRecord
)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """
    What one delivery says.

    `is_known` is False for events that are nothing to us, as when somebody stars a repository.
    """

    event: str
    repository: RepositoryRecord = RepositoryRecord()
    records: tuple[Record, ...] = ()
    is_known: bool = True
