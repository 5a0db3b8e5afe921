"""The terms of an SLA plan as people agree on them, apart from how they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from twintrack.sales.sla.lifecycle import StartsFrom

WHEN = ("country", "around_the_clock", "weekdays", "opens", "closes", "zone")
PLAIN = (*WHEN, "starts_from", "warn_percent")


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Working minutes until the first response and the resolution; nothing where none is due."""

    response: int | None = None
    resolution: int | None = None


@dataclass(frozen=True, kw_only=True)
class SpecialDay:
    """A day that is free, or worked, whatever else holds."""

    day: date
    name: str = ""
    is_working: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of escalation: `value` in per cent of the target, or working minutes after it."""

    clock: str
    trigger: str
    value: int
    whom: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why clocks may be paused."""

    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """
    All that a plan says.

    `opens` and `closes` in minutes after midnight of `zone`, the next one where it closes before it
    opens; `weekdays` as `date.weekday` counts
    them, `targets` by severity.
    """

    name_zh: str
    name_en: str
    targets: Mapping[str, Targets]
    country: str = "CN"
    around_the_clock: bool = False
    weekdays: str = "01234"
    opens: int = 9 * 60
    closes: int = 18 * 60
    zone: str = "Asia/Shanghai"
    starts_from: str = StartsFrom.RECORDED
    warn_percent: int = 80
    special_days: tuple[SpecialDay, ...] = ()
    escalations: tuple[Step, ...] = ()
    pause_reasons: tuple[Reason, ...] = field(default=())

    def unlike(self, other: PlanTerms) -> list[str]:
        """Name what differs."""
        return [
            each.name
            for each in fields(self)
            if getattr(self, each.name) != getattr(other, each.name)
        ]
