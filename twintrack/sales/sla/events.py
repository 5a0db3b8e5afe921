"""What happens to SLA plans."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfPlan(Event):
    plan_id: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class SlaPlanAdded(_OfPlan):
    """There is a new SLA plan."""

    kind: ClassVar[str] = "sla_plan.added"


@dataclass(frozen=True, kw_only=True)
class SlaPlanChanged(_OfPlan):
    """An SLA plan has a new version (`to`); clocks that run keep theirs. Names what is unlike."""

    kind: ClassVar[str] = "sla_plan.changed"
    came_from: int
    to: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class SlaPlanMadeDefault(_OfPlan):
    """An SLA plan holds for customers whose contract names none."""

    kind: ClassVar[str] = "sla_plan.made_default"
    came_from_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SlaPlanRetired(_OfPlan):
    """An SLA plan is not offered any more; what has it keeps it."""

    kind: ClassVar[str] = "sla_plan.retired"


@dataclass(frozen=True, kw_only=True)
class SlaPlanRestored(_OfPlan):
    """A retired SLA plan is offered again."""

    kind: ClassVar[str] = "sla_plan.restored"
