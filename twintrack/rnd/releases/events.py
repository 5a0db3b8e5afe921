"""What happens to releases."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ReleasePlanned(Event):
    """A release of a product stands in the plan."""

    kind: ClassVar[str] = "release.planned"
    release_id: int
    number: str
    name: str
    product_id: int
    version_id: int
    planned_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReleaseChanged(Event):
    """
    The name, goal, owner or days of a release are others; values as they were and are.

    `expected_before` and `expected_on` are the days it was and is expected.
    """

    kind: ClassVar[str] = "release.changed"
    release_id: int
    number: str
    name: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]
    expected_before: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseMoved(Event):
    """A release came to another state of its work, forward or back."""

    kind: ClassVar[str] = "release.moved"
    release_id: int
    number: str
    name: str
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReleaseFrozen(Event):
    """Nothing comes into a release any more without a reason."""

    kind: ClassVar[str] = "release.frozen"
    release_id: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ReleaseShipped(Event):
    """
    Customers can have a release; `unmet` are the gates that were not met, shipped for a reason.

    What is not done is carried to another release, if one is named, else it is planned for none.
    """

    kind: ClassVar[str] = "release.shipped"
    release_id: int
    number: str
    name: str
    product_id: int
    version_id: int
    released_on: date
    unmet: list[str]
    reason: str
    carry_to_id: int | None
    carry_to: str


@dataclass(frozen=True, kw_only=True)
class ReleaseWithdrawn(Event):
    """Customers are not to use a release any more."""

    kind: ClassVar[str] = "release.withdrawn"
    release_id: int
    number: str
    name: str
    version_id: int
    withdrawn_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class GateSet(Event):
    """A product's releases must reach another figure at a gate, or a gate counts or not."""

    kind: ClassVar[str] = "release.gate_set"
    product_id: int
    code: str
    label: str
    came_from: str
    to: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class GateTurned(Event):
    """A gate of a frozen release is met no longer, or again."""

    kind: ClassVar[str] = "release.gate_turned"
    release_id: int
    number: str
    name: str
    code: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ReleaseNotesWritten(Event):
    """
    The notes of a release were written: in one language by hand, or in both from requirements.

    Where it was from requirements, no language is named, and `added` counts what came in.
    """

    kind: ClassVar[str] = "release.notes_written"
    release_id: int
    number: str
    name: str
    language: str
    added: int = 0
    is_generated: bool = False


@dataclass(frozen=True, kw_only=True)
class RolloutPlanned(Event):
    """It is planned how much of the installed base gets a release by which week."""

    kind: ClassVar[str] = "release.rollout_planned"
    release_id: int
    number: str
    name: str
    first_week: date | None
    percents: list[int]


@dataclass(frozen=True, kw_only=True)
class RolloutPaused(Event):
    """No more customers get a release until its roll-out goes on."""

    kind: ClassVar[str] = "release.rollout_paused"
    release_id: int
    number: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RolloutResumed(Event):
    """The roll-out of a release goes on; what was ahead is so many weeks later."""

    kind: ClassVar[str] = "release.rollout_resumed"
    release_id: int
    number: str
    name: str
    weeks: int
