"""When the clocks of a complaint warn, break and escalate, from when they ran and stood still."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from twintrack.sales.complaints.lifecycle import SignalKind
from twintrack.sales.complaints.models import ClockPause, Complaint, SlaClock
from twintrack.sales.sla.clock import Pause, WorkingHours, elapsed, moment_of
from twintrack.sales.sla.lifecycle import Trigger
from twintrack.sales.sla.models import SlaEscalation
from twintrack.sales.sla.queries import hours_of

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What is to be told of at a moment; nothing while the clock stands still before it."""

    kind: SignalKind
    moment: datetime | None
    step: SlaEscalation | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        return self.kind.value, self.step.pk if self.step else None


@dataclass(frozen=True, kw_only=True)
class Course:
    """How the clocks of one complaint ran so far."""

    hours: WorkingHours
    started_at: datetime
    pauses: Sequence[Pause]

    @property
    def stands_still(self) -> bool:
        return any(end is None for _start, end in self.pauses)

    def resumed(self, at: datetime) -> Course:
        """Give the course as it would be if somebody resumed what stands still."""
        pauses = [(start, at if end is None else end) for start, end in self.pauses]
        return replace(self, pauses=pauses)

    def reaches(self, duration: timedelta) -> datetime | None:
        """Say when so much working time has passed, if it does without somebody resuming."""
        return moment_of(self.hours, start=self.started_at, duration=duration, pauses=self.pauses)

    def passed(self, until: datetime) -> timedelta:
        """Say how much working time has passed until a moment."""
        return elapsed(self.hours, start=self.started_at, until=until, pauses=self.pauses)

    def signals(
        self, clock: SlaClock, *, warn_percent: int, steps: Iterable[SlaEscalation]
    ) -> list[Signal]:
        """List all that a clock tells of, in the order of time."""
        target = clock.target
        found = [
            Signal(kind=SignalKind.WARNING, moment=self.reaches(target * warn_percent / 100)),
            Signal(kind=SignalKind.BREACH, moment=self.reaches(target)),
        ]
        for step in steps:
            if step.clock != clock.kind:
                continue
            is_share = step.trigger == Trigger.PERCENT
            length = target * step.value / 100 if is_share else target + MINUTE * step.value
            found.append(Signal(kind=SignalKind.STEP, moment=self.reaches(length), step=step))
        return sorted(found, key=lambda each: (each.moment is None, each.moment))


def course_of(complaint: Complaint, pauses: Iterable[ClockPause]) -> Course:
    """Say how the clocks of a complaint ran."""
    return Course(
        hours=hours_of(complaint.version),
        started_at=complaint.started_at,
        pauses=[(each.started_at, each.ended_at) for each in pauses],
    )
