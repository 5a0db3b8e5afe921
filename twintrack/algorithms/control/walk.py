"""A course walked point by point: what was ordinary, what was not, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from twintrack.algorithms.control.limits import Base, learn
from twintrack.algorithms.control.scores import (
    Kind,
    Reading,
    Score,
    back,
    has_value,
    score,
    value_of,
)

# So many points are the least from which limits are learned, and the most.
LEAST, MOST = 10, 60
# The newest points do not teach what is ordinary: a shift would hide itself.
GUARD = 4
# What a point adds to the sum of its side is its distance less this, of at most so much: a shift of
# twice this is found soonest, and no single point is taken for one.
ALLOWED, MOST_FAR = 1.0, 3.2
# Where neighbours are alike, the sum must be larger by this times their likeness.
MORE = 1.5
# After so many points at a new level that level is the base.
CONFIRMED = 8


@dataclass(frozen=True)
class Pace:
    """
    How much it takes: chosen by `benchmarks.control` for at most one false signal a year.

    `far` is the distance of the limits, `spike` the one at which a point by itself is a signal,
    `shift` the sum of distances that is a shift.
    """

    far: float
    spike: float
    shift: dict[Kind, float]


WEEKLY = Pace(3.0, 3.6, {Kind.RATIO: 1.3, Kind.COUNT: 1.3, Kind.DURATION: 1.5})
# Five times as many points a year call for more evidence each.
DAILY = Pace(3.0, 4.2, {Kind.RATIO: 2.2, Kind.COUNT: 2.2, Kind.DURATION: 2.8})


class SignalKind(StrEnum):
    """What is out of the ordinary: one point, or a level."""

    SPIKE = "spike"
    SHIFT = "shift"


@dataclass(frozen=True)
class Signal:
    """Something out of the ordinary: found at a point, begun at an earlier one."""

    kind: SignalKind
    at: int
    since: int
    # 1 up, -1 down.
    side: int
    # The level before, as people see it.
    before: float
    distance: float


@dataclass(frozen=True)
class Placed:
    """One point with the limits that held when it came."""

    value: float | None
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    distance: float = 0.0
    is_out: bool = False


@dataclass
class ProcessChart:
    """A course with its limits and signals; without limits there were too few points to say."""

    points: list[Placed] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    # Where a new base begins, after a confirmed shift.
    phases: list[int] = field(default_factory=list)

    @property
    def has_limits(self) -> bool:
        """Say whether there were enough points to say what is ordinary."""
        return any(each.upper is not None for each in self.points)


def process_chart(readings: Sequence[Reading], kind: Kind, pace: Pace = WEEKLY) -> ProcessChart:
    """
    Walk a course: each point is judged by what came before it, so that later points change nothing.

    :param readings: the points, oldest first.
    """
    walk = _Walk(kind, pace)
    for reading in readings:
        walk.take(reading)
    return walk.chart


class _Walk:
    def __init__(self, kind: Kind, pace: Pace) -> None:
        self.kind, self.pace = kind, pace
        self.chart = ProcessChart()
        # Scores of the present phase, with the index of their points.
        self.phase: list[tuple[int, Score]] = []
        self.base: Base | None = None
        self.sums = {1: 0.0, -1: 0.0}
        self.begun = {1: 0, -1: 0}
        self.episode: Signal | None = None

    def take(self, reading: Reading) -> None:
        index = len(self.chart.points)
        if not has_value(reading, self.kind):
            self.chart.points.append(Placed(None))
            return
        here = score(reading, self.kind)
        self._learn()
        value = value_of(reading, self.kind)
        if self.base is None:
            self.chart.points.append(Placed(value))
            self.phase.append((index, here))
            return
        distance = self.base.distance(here)
        is_out = abs(distance) > self.pace.far
        self._judge(index, distance)
        lower, centre, upper = (
            back(self.base.at(far, here), self.kind) for far in (-self.pace.far, 0, self.pace.far)
        )
        self.chart.points.append(
            Placed(value, lower, centre, upper, distance, is_out or self._is_in_episode(distance))
        )
        self.phase.append((index, here))
        self._settle()

    def _learn(self) -> None:
        """Let the base grow with the phase until it holds enough; an episode teaches nothing."""
        if self.episode or (self.base and self.base.count >= MOST):
            return
        known = [each for _index, each in self.phase]
        old = known[: max(len(known) - GUARD, LEAST)]
        if len(old) >= LEAST:
            self.base = learn(old[:MOST], self.kind)

    def _judge(self, index: int, distance: float) -> None:
        assert self.base is not None
        for side in (1, -1):
            if self.sums[side] == 0:
                self.begun[side] = index
            step = min(side * distance, MOST_FAR) - ALLOWED
            self.sums[side] = max(0.0, self.sums[side] + step)
        # While a shift is new, only one to the other side is another.
        sides = (-self.episode.side,) if self.episode else (1, -1)
        side = max(sides, key=lambda each: self.sums[each])
        limit = self.pace.shift[self.kind] * (1 + MORE * self.base.likeness)
        # One point alone is no level, however far it lies.
        if self.sums[side] > limit and self.begun[side] < index:
            self._signal(SignalKind.SHIFT, index, self.begun[side], side, distance)
        elif self.episode is None and abs(distance) > self.pace.spike:
            self._signal(SignalKind.SPIKE, index, index, 1 if distance > 0 else -1, distance)

    def _signal(self, kind: SignalKind, at: int, since: int, side: int, distance: float) -> None:
        assert self.base is not None
        before = back(self.base.level, self.kind)
        found = Signal(kind, at, since, side, before, distance)
        # What looked like one far point was the first of a new level.
        self.chart.signals = [e for e in self.chart.signals if e.at < since or e.side != side]
        self.chart.signals.append(found)
        if kind == SignalKind.SHIFT:
            self.episode = found

    def _is_in_episode(self, distance: float) -> bool:
        return self.episode is not None and self.episode.side * distance > ALLOWED

    def _settle(self) -> None:
        """After enough points of an episode: is it a new level, or is all as before?"""
        if self.episode is None or self.base is None:
            return
        since = [(i, each) for i, each in self.phase if i >= self.episode.since]
        if len(since) < CONFIRMED:
            return
        newest = [self.base.distance(each) for _i, each in since[-4:]]
        if self.episode.side * sum(newest) / len(newest) > ALLOWED:
            self.phase = since
            self.base = None
            self.chart.phases.append(self.episode.since)
        self.episode = None
        self.sums = {1: 0.0, -1: 0.0}
