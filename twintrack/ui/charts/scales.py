"""From values to places, and from numbers to words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10


@dataclass(frozen=True)
class Scale:
    """Values from the bottom to the top of a drawing, with round steps between."""

    low: float
    high: float
    step: float
    height: float

    def y(self, value: float) -> float:
        """Place a value; what lies beyond stands at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.height * (1 - share)

    @property
    def ticks(self) -> list[float]:
        """The values of the steps."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * index for index in range(count + 1)]

    @property
    def decimals(self) -> int:
        """How many decimals tell the steps apart."""
        return next(n for n in range(9) if abs(round(self.step, n) - self.step) < self.step / 1e6)


def scale(
    values: Sequence[float], *, height: float, from_zero: bool = True, steps: int = 5
) -> Scale:
    """Choose round steps that hold all values."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero and low >= 0:
        low = 0.0
    if high <= low:
        high = low + 1
    step = _round_step((high - low) / steps)
    bottom = floor(low / step + 1e-9) * step
    top = ceil(high / step - 1e-9) * step
    return Scale(bottom, top, step, height)


def _round_step(rough: float) -> float:
    power = 10 ** floor(log10(rough))
    return float(
        next(each * power for each in (1, 2, 2.5, 5, 10) if rough <= each * power * 1.0001)
    )


def spread_over(count: int) -> list[float]:
    """Place so many points at the same distance over 100."""
    if count == 1:
        return [50.0]
    return [100 * index / (count - 1) for index in range(count)]


def over_time(days: Sequence[date], first: date, last: date) -> list[float]:
    """Place days between the first and the last over 100."""
    whole = max((last - first).days, 1)
    return [100 * (each - first).days / whole for each in days]


def number(value: float | None, decimals: int = 1, unit: str = "") -> str:
    """Write a number with its unit; what is not known is a dash."""
    if value is None:
        return "—"
    written = f"{value:,.{decimals}f}".replace("-", "−")
    if not unit:
        return written
    return f"{written}{unit}" if unit in {"%", "‰"} else f"{written} {unit}"


def tick_words(value: float, decimals: int) -> str:
    """Write the value of a step, short."""
    if abs(value) >= 10_000:
        return f"{value / 1000:,.0f}k".replace("-", "−")
    return number(value, decimals)
