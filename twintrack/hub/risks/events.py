"""What happens to risks and to early warning rules."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class RiskRaised(Event):
    """Something may go wrong: a person says so, or a rule with its evidence."""

    kind: ClassVar[str] = "risk.raised"
    risk_id: int
    number: str
    title: str
    product_id: int
    owner_id: int
    probability: int
    impact_days: int
    rule: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RiskChanged(Event):
    """What is known of a risk changed; values stand as they were and are written."""

    kind: ClassVar[str] = "risk.changed"
    risk_id: int
    number: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class RiskMoved(Event):
    """A risk came into another state, with the reason where there is one."""

    kind: ClassVar[str] = "risk.moved"
    risk_id: int
    number: str
    came_from: str
    to: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WarningCleared(Event):
    """A rule does not see any more what it had warned of."""

    kind: ClassVar[str] = "risk.warning_cleared"
    risk_id: int
    number: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class WarningJudged(Event):
    """
    It is known now whether a warning was right.

    Without an `outcome` nobody will know: what it warned of was called off.
    """

    kind: ClassVar[str] = "risk.warning_judged"
    risk_id: int
    number: str
    rule: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class RuleTuned(Event):
    """An early warning rule looks from other values on, or is switched on or off."""

    kind: ClassVar[str] = "warning_rule.tuned"
    code: str
    is_on: bool
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class RuleMuted(Event):
    """A rule says nothing about an object, or about all, for a reason."""

    kind: ClassVar[str] = "warning_rule.muted"
    code: str
    mute_id: int
    subject_kind: str
    subject_id: int | None
    reason: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class RuleUnmuted(Event):
    """A rule speaks again."""

    kind: ClassVar[str] = "warning_rule.unmuted"
    code: str
    mute_id: int
