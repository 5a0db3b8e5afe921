"""The value of a requirement: RICE or WSJF, put on a scale from 0 to 100."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import log10

# The steps of WSJF: estimates are compared, not measured.
STEPS = (1, 2, 3, 5, 8, 13, 20)
# WSJF of the highest cost of delay over the smallest job.
MOST_WSJF = 60.0
# RICE from which a requirement gets the full 100; ten times less gives a third less.
FULL = 1000.0


@dataclass(frozen=True, kw_only=True)
class Rice:
    """
    What a review estimates.

    `reach` in customers a quarter, `impact` 0.25 to 3, `confidence` in percent,
    `effort` in person-months.
    """

    reach: Decimal
    impact: Decimal
    confidence: Decimal
    effort: Decimal

    @property
    def score(self) -> Decimal:
        """Reach x impact x confidence / effort (S. McBride, Intercom, 2018)."""
        raw = self.reach * self.impact * self.confidence / 100 / self.effort
        return raw.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def value(self) -> int:
        """The score on a logarithmic scale from 0 to 100, so that lists can be compared."""
        return _on_scale(self.score, FULL)


@dataclass(frozen=True, kw_only=True)
class Wsjf:
    """
    What waiting costs, against how much work it is; each in one of the `STEPS`.

    `opportunity` is the risk that it reduces or the opportunity that it opens.
    """

    user_value: int
    time_criticality: int
    opportunity: int
    job_size: int

    @property
    def cost_of_delay(self) -> int:
        return self.user_value + self.time_criticality + self.opportunity

    @property
    def score(self) -> Decimal:
        """Cost of delay / job size (weighted shortest job first; Reinertsen 2009, SAFe)."""
        return (Decimal(self.cost_of_delay) / self.job_size).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )

    @property
    def value(self) -> int:
        """The score on a logarithmic scale from 0 to 100, so that lists can be compared."""
        return _on_scale(self.score, MOST_WSJF)


def _on_scale(score: Decimal, full: float) -> int:
    return max(0, min(100, round(100 * log10(1 + float(score)) / log10(1 + full))))
