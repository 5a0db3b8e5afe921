"""RICE and its scale."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from twintrack.rnd.backlog.scoring import Rice

amounts = st.decimals(min_value=Decimal("0.1"), max_value=1000, places=1)


@given(reach=amounts, impact=amounts, confidence=amounts, effort=amounts)
def test_the_value_lies_between_0_and_100_and_more_effort_never_raises_it(
    reach: Decimal, impact: Decimal, confidence: Decimal, effort: Decimal
) -> None:
    cheap = Rice(reach=reach, impact=impact, confidence=confidence, effort=effort)
    dear = Rice(reach=reach, impact=impact, confidence=confidence, effort=effort * 2)

    assert 0 <= dear.value <= cheap.value <= 100


def test_nothing_reached_is_worth_nothing() -> None:
    zero = Decimal(0)
    assert Rice(reach=zero, impact=zero, confidence=zero, effort=Decimal(1)).value == 0
