"""What happens to repositories; a run of reading is one event, however many commits it brings."""

from dataclasses import dataclass
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
