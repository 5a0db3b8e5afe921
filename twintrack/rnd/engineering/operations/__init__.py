"""What people and code hosts do with repositories, and how their history is read."""

from twintrack.rnd.engineering.operations.bringing import BroughtPast, Past, bring_past
from twintrack.rnd.engineering.operations.deployments import (
    Breakage,
    EnvironmentMissing,
    NotBroken,
    NotDeployed,
    TooEarly,
    breakage_of,
    keep_deployment,
    note_breakage,
    note_restored,
)
from twintrack.rnd.engineering.operations.hooks import (
    HookRevokedAlready,
    add_hook,
    renew_secret,
    revoke_hook,
)
from twintrack.rnd.engineering.operations.logins import (
    LoginImpossible,
    LoginTaken,
    add_login,
    remove_login,
)
from twintrack.rnd.engineering.operations.pulls import (
    Kept,
    TitleMissing,
    keep_pull_request,
    keep_review,
)
from twintrack.rnd.engineering.operations.reading import ask_reading, ingest, note_trouble
from twintrack.rnd.engineering.operations.receiving import (
    DeliveryTooLarge,
    NotRepeatable,
    SignatureWrong,
    check_genuine,
    deliver_again,
    receive,
)
from twintrack.rnd.engineering.operations.repositories import (
    BranchImpossible,
    NameMissing,
    ReferencesImpossible,
    RepositoryFacts,
    RepositoryKnown,
    WorkItemsImpossible,
    add_repository,
    change_repository,
)
from twintrack.rnd.engineering.operations.rules import (
    ModuleElsewhere,
    PatternImpossible,
    RuleLine,
    set_path_rules,
)
from twintrack.rnd.engineering.operations.runs import keep_pipeline
from twintrack.rnd.engineering.operations.taking_in import take_in

__all__ = [
    "BranchImpossible",
    "Breakage",
    "BroughtPast",
    "DeliveryTooLarge",
    "EnvironmentMissing",
    "HookRevokedAlready",
    "Kept",
    "LoginImpossible",
    "LoginTaken",
    "ModuleElsewhere",
    "NameMissing",
    "NotBroken",
    "NotDeployed",
    "NotRepeatable",
    "Past",
    "PatternImpossible",
    "ReferencesImpossible",
    "RepositoryFacts",
    "RepositoryKnown",
    "RuleLine",
    "SignatureWrong",
    "TitleMissing",
    "TooEarly",
    "WorkItemsImpossible",
    "add_hook",
    "add_login",
    "add_repository",
    "ask_reading",
    "breakage_of",
    "bring_past",
    "change_repository",
    "check_genuine",
    "deliver_again",
    "ingest",
    "keep_deployment",
    "keep_pipeline",
    "keep_pull_request",
    "keep_review",
    "note_breakage",
    "note_restored",
    "note_trouble",
    "receive",
    "remove_login",
    "renew_secret",
    "revoke_hook",
    "set_path_rules",
    "take_in",
]
