"""Repositories and their commits, pull requests, runs of CI, deployments, and web hooks."""

from twintrack.rnd.engineering.models.deliveries import (
    DeliveryOutcome,
    Hook,
    HookDelivery,
    HostCode,
    HostLogin,
)
from twintrack.rnd.engineering.models.pulls import (
    NamedIn,
    PullRequest,
    PullRequestCommit,
    PullRequestLink,
    PullState,
    ReviewFact,
    ReviewRequested,
    Verdict,
)
from twintrack.rnd.engineering.models.repositories import (
    ChangeKind,
    Commit,
    CommitLink,
    CommitModule,
    FileChange,
    FoundIn,
    MovesTo,
    PathRule,
    ReleaseTag,
    Repository,
)
from twintrack.rnd.engineering.models.runs import (
    Deployment,
    DeployState,
    Pipeline,
    RunState,
)

__all__ = [
    "ChangeKind",
    "Commit",
    "CommitLink",
    "CommitModule",
    "DeliveryOutcome",
    "DeployState",
    "Deployment",
    "FileChange",
    "FoundIn",
    "Hook",
    "HookDelivery",
    "HostCode",
    "HostLogin",
    "MovesTo",
    "NamedIn",
    "PathRule",
    "Pipeline",
    "PullRequest",
    "PullRequestCommit",
    "PullRequestLink",
    "PullState",
    "ReleaseTag",
    "Repository",
    "ReviewFact",
    "ReviewRequested",
    "RunState",
    "Verdict",
]
