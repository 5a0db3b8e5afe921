"""
The clock from the first sending of a quote to its acceptance, and where the time went.

From its beginning on a quote is in one of five phases at each moment, so the phases add up to the
whole: drafting (also approved and not sent yet) before it was first sent, approval, with the
customer, and between versions: after a first sending, while a further one is made. Where a contract
came of it, the time from the acceptance to the signatures counts too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# From the first sending to the acceptance.
TARGET = timedelta(days=30)
NO_TIME = timedelta(0)


class Phase(StrEnum):
    DRAFTING = "drafting"
    APPROVAL = "approval"
    CUSTOMER = "customer"
    BETWEEN = "between"
    SIGNING = "signing"


class Step(StrEnum):
    """What moves the clock on."""

    BEGUN = "begun"
    SUBMITTED = "submitted"
    # Approved, sent back or withdrawn: it is again with whoever makes it.
    RETURNED = "returned"
    SENT = "sent"
    # The customer declined, or the time to accept it is over.
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    # The contract that came of it was signed.
    SIGNED = "signed"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long each phase took; `took` runs from the first sending."""

    phases: dict[Phase, timedelta] = field(default_factory=dict)
    first_sent_at: datetime | None = None
    accepted_at: datetime | None = None
    signed_at: datetime | None = None
    took: timedelta | None = None

    @property
    def is_late(self) -> bool:
        return self.took is not None and self.took > TARGET

    @property
    def whole(self) -> timedelta:
        return sum(self.phases.values(), NO_TIME)

    @property
    def before(self) -> timedelta:
        """What went by before the first sending: it stands in the phases and does not count."""
        return self.whole if self.took is None else self.whole - self.took


def read_clock(steps: Iterable[tuple[datetime, Step]], *, now: datetime) -> Clock:
    """Read where the time went from the steps of a quote in their order; a running one to now."""
    phases = dict.fromkeys(Phase, NO_TIME)
    phase: Phase | None = None
    since = first_sent = accepted = signed = None
    for at, step in steps:
        if accepted is not None and step is not Step.SIGNED:
            continue
        if phase is not None and since is not None:
            phases[phase] += max(at - since, NO_TIME)
        since = at
        if step is Step.SENT and first_sent is None:
            first_sent = at
        if step is Step.SIGNED:
            signed, phase = at, None
            break
        if step is Step.ACCEPTED:
            accepted, phase = at, Phase.SIGNING
            continue
        phase = _phase_after(step, was_sent=first_sent is not None)
    if phase is not None and accepted is None and since is not None:
        phases[phase] += max(now - since, NO_TIME)
    took = None if first_sent is None else (signed or accepted or now) - first_sent
    return Clock(
        phases=phases,
        first_sent_at=first_sent,
        accepted_at=accepted,
        signed_at=signed,
        took=took,
    )


def _phase_after(step: Step, *, was_sent: bool) -> Phase:
    if step is Step.SUBMITTED:
        return Phase.APPROVAL
    if step is Step.SENT:
        return Phase.CUSTOMER
    return Phase.BETWEEN if was_sent else Phase.DRAFTING
