"""What happens to builds, tests and gates; one report is one event, whatever it brings."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class BuildReported(Event):
    """CI reported a build: its tests, its coverage, and what became of gates by it."""

    kind: ClassVar[str] = "build.reported"
    build_id: int
    number: str
    repository_id: int
    product_id: int
    sha: str
    branch: str
    job: str
    state: str
    is_main: bool
    files: int
    passed: int
    failed: int
    flaky: int
    skipped: int
    # `red` or `green` where the main branch turned so by it.
    turned: str
    broken_gate_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class BuildsJoined(Event):
    """Builds whose commits were not known have them now."""

    kind: ClassVar[str] = "build.joined"
    repository_id: int
    name: str
    builds: int


@dataclass(frozen=True, kw_only=True)
class TestMuted(Event):
    """A test does not count until a day, for a reason."""

    __test__: ClassVar[bool] = False
    kind: ClassVar[str] = "test.muted"
    test_id: int
    name: str
    until: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TestUnmuted(Event):
    """A muted test counts again; `is_due` where the day to look again has come."""

    __test__: ClassVar[bool] = False
    kind: ClassVar[str] = "test.unmuted"
    test_id: int
    name: str
    is_due: bool
    muted_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class TestAssigned(Event):
    """Somebody looks after a test, or nobody does any more."""

    __test__: ClassVar[bool] = False
    kind: ClassVar[str] = "test.assigned"
    test_id: int
    name: str
    owner_id: int | None
    owner_name: str


@dataclass(frozen=True, kw_only=True)
class QualityGateSet(Event):
    """It was said what a product or module must keep; an empty limit asks for nothing."""

    kind: ClassVar[str] = "quality_gate.set"
    gate_id: int
    product_id: int
    module_id: int | None
    name: str
    min_pass_rate: str
    min_changed_coverage: str
    max_flaky_share: str
    max_blockers: int | None


@dataclass(frozen=True, kw_only=True)
class QualityGatesJudged(Event):
    """Gates that count blockers were broken, or are kept again, as a defect came, went or moved."""

    kind: ClassVar[str] = "quality_gate.judged"
    product_id: int
    name: str
    broken_gate_ids: list[int]
    broken: list[str]
    kept: list[str]
