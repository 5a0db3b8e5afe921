"""What quotes come to, against a reference that reckons in fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twintrack.sales.quotes.arithmetic import Priced, percent, reckon


def places(digits: int, low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda number: Decimal(number).scaleb(-digits))


LINES = st.lists(
    st.builds(
        Priced,
        quantity=places(3, 1, 10**12 - 1),
        list_price=places(2, 0, 10**14 - 1),
        discount=places(2, 0, 10_000),
        tax_rate=places(2, 0, 10_000),
        cost=st.none() | places(2, 0, 10**14 - 1),
    ),
    max_size=40,
)


def half_up(exact: Fraction, unit: Fraction) -> Fraction:
    """Round what is not below nothing."""
    return Fraction(int(exact / unit + Fraction(1, 2))) * unit


@settings(max_examples=60, deadline=None)
@given(
    lines=LINES,
    discount=places(2, 0, 9_999),
    currency=st.sampled_from(["CNY", "JPY"]),
    includes_tax=st.booleans(),
)
def test_every_figure_is_exact(
    lines: list[Priced], discount: Decimal, currency: str, includes_tax: bool
) -> None:
    unit = Fraction(1) if currency == "JPY" else Fraction(1, 100)
    totals = reckon(lines, discount=discount, currency=currency, includes_tax=includes_tax)

    amounts = []
    for line, priced in zip(totals.lines, lines, strict=True):
        full = Fraction(priced.quantity) * Fraction(priced.list_price)
        amounts.append(half_up(full * (100 - Fraction(priced.discount)) / 100, unit))
        assert Fraction(line.amount) == amounts[-1]
        assert Fraction(line.at_list) == half_up(full, unit)
        left = Fraction(line.amount) - Fraction(line.share)
        rate = Fraction(priced.tax_rate) / 100
        if includes_tax:
            assert Fraction(line.net) == half_up(left / (1 + rate), unit)
            assert Fraction(line.gross) == left
        else:
            assert Fraction(line.net) == left
            assert Fraction(line.tax) == half_up(left * rate, unit)
        assert 0 <= line.share <= line.amount
    whole = half_up(sum(amounts, Fraction(0)) * Fraction(discount) / 100, unit)
    assert sum((Fraction(line.share) for line in totals.lines), Fraction(0)) == whole
    paid = sum(amounts, Fraction(0)) - whole
    assert Fraction(totals.gross if includes_tax else totals.net) == paid
    assert Fraction(totals.at_list) - Fraction(totals.discount) == paid
    assert sum(line.gross for line in totals.lines) == totals.gross
    costs = [priced.cost for priced in lines]
    assert (totals.cost is None) == (None in costs)


@pytest.mark.parametrize(
    ("includes_tax", "net", "tax", "gross"),
    [(False, "2565.00", "333.45", "2898.45"), (True, "2269.91", "295.09", "2565.00")],
)
def test_tax_is_on_top_or_within(includes_tax: bool, net: str, tax: str, gross: str) -> None:
    line = Priced(
        quantity=Decimal(3),
        list_price=Decimal(1000),
        discount=Decimal(10),
        tax_rate=Decimal(13),
        cost=Decimal(600),
    )
    totals = reckon([line], discount=Decimal(5), currency="CNY", includes_tax=includes_tax)

    assert [str(each) for each in (totals.net, totals.tax, totals.gross)] == [net, tax, gross]
    assert totals.discount_percent == Decimal("14.50")
    assert totals.margin == Decimal(net) - 1800


def test_of_nothing_a_share_is_nothing() -> None:
    assert percent(Decimal(1), Decimal(0)) == 0
    assert reckon([], discount=Decimal(5), currency="CNY", includes_tax=False).gross == 0
