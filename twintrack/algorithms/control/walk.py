"""A course walked point by point: what was ordinary, what was not, and since when."""

from collections import deque
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
LEAST, MOST = 10, 250
# A long base is learned anew not with every point.
LONG, RARELY = 60, 5
# So many points together are looked at. They do not teach what is ordinary: a shift would hide.
WIDEST = 5
GUARD = WIDEST - 1
# Towards a near end of the scale a shift of the same size shows more: there it takes so much more,
# and away from it so much less, that false signals stay as many.
TOWARDS, AWAY = 0.75, 0.33
# What belongs to a new level lies at least so far.
ALLOWED = 1.0
# Beside a point that is a signal by itself the others must lie so far, together.
LEVEL_BESIDE_SPIKE = 2.0
# After so many points at a new level that level is the base.
CONFIRMED = 8


@dataclass(frozen=True)
class Pace:
    """
    How much it takes: chosen by `benchmarks.control` for at most one false signal a year.

    `far` is the distance of the limits, `spike` the one at which a point by itself is a signal,
    `brief` that of two, three and four points together, `shift` that of five. Of a shift a young
    base sees less than an old one: over the points of the base, `young` is what it needs less.
    """

    far: float
    spike: float
    brief: tuple[float, float, float]
    shift: dict[Kind, float]
    young: float = 0.0

    def needed(self, count: int, base: Base) -> float:
        """Say how far so many points together must lie to be a shift."""
        needed = self.shift[base.kind] if count == WIDEST else self.brief[count - 2]
        return needed - self.young / max(base.count, LONG)


WEEKLY = Pace(3.0, 3.6, (3.0, 2.9, 2.8), {Kind.RATIO: 2.2, Kind.COUNT: 2.2, Kind.DURATION: 2.5})
# Five times as many points a year call for more evidence each.
DAILY = Pace(
    3.0, 4.2, (4.0, 3.9, 3.8), {Kind.RATIO: 2.76, Kind.COUNT: 2.77, Kind.DURATION: 2.98}, 8.0
)


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
    # How many standard deviations the points since lie away, taken together.
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
        # The newest points that were judged, with their index.
        self.newest: deque[tuple[int, Score]] = deque(maxlen=WIDEST)
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
        self._judge(index, here, distance)
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
        count = min(max(len(self.phase) - GUARD, LEAST), MOST)
        if self.base and (count == self.base.count or (count > LONG and count % RARELY)):
            return
        if len(self.phase) >= count:
            self.base = learn([each for _index, each in self.phase[:count]], self.kind)

    def _judge(self, index: int, here: Score, distance: float) -> None:
        self.newest.append((index, here))
        side = 1 if distance > 0 else -1
        # While a shift is new, only one to the other side is another.
        if self.episode and self.episode.side == side:
            return
        shift = self._shift_to(side)
        if shift:
            since, together = shift
            self._signal(SignalKind.SHIFT, index, since, side, together)
        elif self.episode is None and abs(distance) > self.pace.spike:
            self._signal(SignalKind.SPIKE, index, index, side, distance)

    def _shift_to(self, side: int) -> tuple[int, float] | None:
        """Find since when the newest points show most, if it is enough to be a shift."""
        assert self.base is not None
        lean = side * self.base.lean
        more = lean * (TOWARDS if lean > 0 else AWAY)
        found = []
        for count in range(2, len(self.newest) + 1):
            points = list(self.newest)[-count:]
            together = side * self.base.distance_of([each for _index, each in points])
            needed = self.pace.needed(count, self.base) + more
            found.append((together, points[0][0], together > needed and self._is_level(points)))
        if not any(is_enough for _together, _since, is_enough in found):
            return None
        together, since, _is_enough = max(found)
        return since, side * together

    def _is_level(self, points: Sequence[tuple[int, Score]]) -> bool:
        """Say whether it is not one point alone, however far that lies."""
        assert self.base is not None
        base = self.base
        *nearer, farthest = sorted(
            (each for _index, each in points), key=lambda each: abs(each.value - base.level)
        )
        is_spike = abs(base.distance(farthest)) > self.pace.spike
        return abs(base.distance_of(nearer)) > (LEVEL_BESIDE_SPIKE if is_spike else ALLOWED)

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
            self.newest.clear()
        self.episode = None
