"""The value of a requirement: RICE, put on a scale from 0 to 100."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import log10

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
        return max(0, min(100, round(100 * log10(1 + float(self.score)) / log10(1 + FULL))))
