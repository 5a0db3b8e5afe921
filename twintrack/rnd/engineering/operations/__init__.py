"""What people do with repositories, and how their history is read."""

from twintrack.rnd.engineering.operations.reading import ask_reading, ingest, note_trouble
from twintrack.rnd.engineering.operations.repositories import (
    BranchImpossible,
    NameMissing,
    ReferencesImpossible,
    RepositoryFacts,
    RepositoryKnown,
    add_repository,
    change_repository,
)
from twintrack.rnd.engineering.operations.rules import (
    ModuleElsewhere,
    PatternImpossible,
    RuleLine,
    set_path_rules,
)

__all__ = [
    "BranchImpossible",
    "ModuleElsewhere",
    "NameMissing",
    "PatternImpossible",
    "ReferencesImpossible",
    "RepositoryFacts",
    "RepositoryKnown",
    "RuleLine",
    "add_repository",
    "ask_reading",
    "change_repository",
    "ingest",
    "note_trouble",
    "set_path_rules",
]
