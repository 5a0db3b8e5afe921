"""
What happens to repositories, pull requests, runs of CI, deployments and web hooks.

A run of reading is one event, however many commits it brings.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class RepositoryAdded(Event):
    """The history of a repository belongs to a product from now on."""

    kind: ClassVar[str] = "repository.added"
    repository_id: int
    number: str
    name: str
    product_id: int


@dataclass(frozen=True, kw_only=True)
class RepositoryChanged(Event):
    """A repository's name, place, branch or patterns changed."""

    kind: ClassVar[str] = "repository.changed"
    repository_id: int
    name: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PathRulesSet(Event):
    """It was said anew which paths of a repository belong to which modules."""

    kind: ClassVar[str] = "repository.path_rules_set"
    repository_id: int
    name: str
    rules: int
    files: int


@dataclass(frozen=True, kw_only=True)
class ReadingAsked(Event):
    """Somebody asked for a repository to be read."""

    kind: ClassVar[str] = "repository.reading_asked"
    repository_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RepositoryIngested(Event):
    """A run read a repository: what is new, and what is not in its history any more."""

    kind: ClassVar[str] = "repository.ingested"
    repository_id: int
    name: str
    commits: int
    tags: int
    links: int
    lost_commits: int
    lost_tags: int
    # Those that are now known to have brought other commits to users.
    deployment_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PullRequestEvent(Event):
    """What all events about a pull request say of it."""

    pull_request_id: int
    repository_id: int
    repository: str
    number: int
    title: str


@dataclass(frozen=True, kw_only=True)
class PullRequestOpened(PullRequestEvent):
    """A change was proposed for a branch; `asked_ids` are the people whose review is wanted."""

    kind: ClassVar[str] = "pull_request.opened"
    author_id: int | None
    author: str
    is_draft: bool
    asked_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PullRequestChanged(PullRequestEvent):
    """Title, branch, draft, commits or reviewers of a pull request changed."""

    kind: ClassVar[str] = "pull_request.changed"
    fields: list[str]
    asked_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PullRequestMerged(PullRequestEvent):
    """A pull request went into its branch; `is_reviewed` where somebody had looked at it."""

    kind: ClassVar[str] = "pull_request.merged"
    author_id: int | None
    is_reviewed: bool


@dataclass(frozen=True, kw_only=True)
class PullRequestClosed(PullRequestEvent):
    """A pull request was given up."""

    kind: ClassVar[str] = "pull_request.closed"


@dataclass(frozen=True, kw_only=True)
class PullRequestReopened(PullRequestEvent):
    """A pull request that was closed is open again."""

    kind: ClassVar[str] = "pull_request.reopened"
    asked_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ReviewGiven(PullRequestEvent):
    """Somebody said what they think of a pull request."""

    kind: ClassVar[str] = "pull_request.reviewed"
    author_id: int | None
    reviewer_id: int | None
    reviewer: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class PipelineFinished(Event):
    """A run of CI came to an end."""

    kind: ClassVar[str] = "pipeline.finished"
    pipeline_id: int
    repository_id: int
    repository: str
    name: str
    branch: str
    sha: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DeploymentEvent(Event):
    """What all events about a deployment say of it."""

    deployment_id: int
    repository_id: int
    repository: str
    environment: str
    sha: str
    ref: str


@dataclass(frozen=True, kw_only=True)
class DeploymentFinished(DeploymentEvent):
    """A deployment succeeded, failed or was given up; a success restores what failed before."""

    kind: ClassVar[str] = "deployment.finished"
    state: str
    is_production: bool
    restored_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class DeploymentBroke(DeploymentEvent):
    """Somebody noted that a deployment went through and broke something."""

    kind: ClassVar[str] = "deployment.broke"
    note: str


@dataclass(frozen=True, kw_only=True)
class DeploymentRestored(DeploymentEvent):
    """Somebody noted when it worked again."""

    kind: ClassVar[str] = "deployment.restored"


@dataclass(frozen=True, kw_only=True)
class HistoryBrought(Event):
    """What a host knew of the past came at once; it is one event, however much it is."""

    kind: ClassVar[str] = "repository.history_brought"
    repository_id: int
    name: str
    pull_requests: int
    reviews: int
    pipelines: int
    deployments: int


@dataclass(frozen=True, kw_only=True)
class HookAdded(Event):
    """A code host may send what happens to an address."""

    kind: ClassVar[str] = "hook.added"
    hook_id: int
    name: str
    host: str
    repository_id: int | None


@dataclass(frozen=True, kw_only=True)
class HookSecretRenewed(Event):
    """An address has another secret; the old one lets nothing in."""

    kind: ClassVar[str] = "hook.secret_renewed"
    hook_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class HookRevoked(Event):
    """An address takes nothing any more."""

    kind: ClassVar[str] = "hook.revoked"
    hook_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class HookReceived(Event):
    """A code host sent something, which is to be read."""

    kind: ClassVar[str] = "hook.received"
    hook_id: int
    name: str
    delivery_id: int
    event: str


@dataclass(frozen=True, kw_only=True)
class HookDeliveredAgain(Event):
    """Somebody let in once more what a code host had sent."""

    kind: ClassVar[str] = "hook.delivered_again"
    hook_id: int
    name: str
    delivery_id: int
    again_of: int
    event: str


@dataclass(frozen=True, kw_only=True)
class HostLoginAdded(Event):
    """It was said what a person is called at a code host."""

    kind: ClassVar[str] = "host_login.added"
    user_id: int
    host: str
    login: str


@dataclass(frozen=True, kw_only=True)
class HostLoginRemoved(Event):
    """A person is not called so at a code host any more."""

    kind: ClassVar[str] = "host_login.removed"
    user_id: int
    host: str
    login: str
