"""Hold the forecast of what a deal needs against the day it is to close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from twintrack.helix.needs.lifecycle import TONES, Fit
from twintrack.helix.needs.models import Need
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement

# What is ready less than this before the customer is to sign leaves no room for anything.
ROOM = timedelta(days=14)
READY = (State.RELEASED, State.VALIDATED)
REFUSED = (State.REJECTED, State.DEFERRED, State.WITHDRAWN)
ORDER = {fit: place for place, fit in enumerate(Fit)}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A need with what stands for its requirement today, when that is expected, and the verdict."""

    need: Need
    requirement: Requirement
    expected_on: date | None
    fit: Fit

    @property
    def tone(self) -> str:
        return TONES[self.fit]

    @property
    def place(self) -> tuple[bool, int, int]:
        """What must be had and is worst comes first."""
        return not self.need.is_must, ORDER[self.fit], self.need.pk


def judge(need: Need, *, on: date) -> Judged:
    """
    Judge a need, with `opportunity`, `requirement` and what that was merged into at hand.

    A day that has passed without a release is not believed: it can be tomorrow at best.
    """
    requirement = need.requirement.merged_into or need.requirement
    expected = requirement.expected_on
    return Judged(
        need=need,
        requirement=requirement,
        expected_on=expected,
        fit=_fit(State(requirement.state), expected, need.opportunity.expected_close_on, on),
    )


def _fit(state: State, expected: date | None, closes: date, on: date) -> Fit:
    if state in READY:
        return Fit.READY
    if state in REFUSED:
        return Fit.REFUSED
    if expected is None:
        return Fit.UNDATED
    believed = max(expected, on)
    if believed > closes:
        return Fit.MISSES
    return Fit.TIGHT if believed > closes - ROOM else Fit.FITS
