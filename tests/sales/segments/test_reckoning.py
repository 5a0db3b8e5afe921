"""Points by rules make a segment; nothing else does."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from twintrack.sales.segments.reckoning import Bounds, Facts, fits, judge

BOUNDS = Bounds(a=60, b=30)


@dataclass
class Tried:
    measure: str
    points: int = 0
    at_least: Decimal = Decimal(0)
    value: str = ""
    pk: int = 1


FACTS = Facts(revenue=Decimal("100.00"), installed=2, industry="锂电隔膜", region="Ningbo")


@pytest.mark.parametrize(
    ("rule", "is_so"),
    [
        (Tried("revenue", at_least=Decimal(100)), True),
        (Tried("revenue", at_least=Decimal("100.01")), False),
        (Tried("pipeline", at_least=Decimal(1)), False),
        (Tried("installed", at_least=Decimal(2)), True),
        (Tried("industry", value="光伏|锂电"), True),
        (Tried("industry", value=" | "), False),
        (Tried("region", value="ningbo"), True),
    ],
)
def test_a_rule_fits_or_not(rule: Tried, is_so: bool) -> None:
    assert fits(rule, FACTS) is is_so


@pytest.mark.parametrize(
    ("points", "segment"), [((40, 20), "A"), ((40, -20), "C"), ((20, 10), "B"), ((), "C")]
)
def test_the_higher_bound_that_is_reached_holds(points: tuple[int, ...], segment: str) -> None:
    rules = [Tried("region", value="ningbo", points=each, pk=pk) for pk, each in enumerate(points)]

    verdict = judge(FACTS, [*rules, Tried("region", value="x", points=90, pk=9)], BOUNDS)

    assert (verdict.segment, verdict.points) == (segment, sum(points))
    assert verdict.rule_ids == tuple(range(len(points)))
