"""Rounding, shares that add up, and amounts in Chinese capitals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twintrack.foundation.money.capitals import in_capitals
from twintrack.foundation.money.rounding import is_whole, round_amount, share_out, unit_of

CENTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents).scaleb(-2))
WEIGHTS = st.lists(st.integers(0, 10**12).map(lambda n: Decimal(n).scaleb(-3)), min_size=1)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.125", "CNY", "0.13"),
        ("-0.125", "CNY", "-0.13"),
        ("0.1249999999999999999999999999999999", "CNY", "0.12"),
        ("2.5", "JPY", "3"),
        ("1234567890123456789012345678901234.565", "EUR", "1234567890123456789012345678901234.57"),
    ],
)
def test_amounts_are_rounded_half_up_to_the_smallest_unit(
    amount: str, currency: str, rounded: str
) -> None:
    assert str(round_amount(Decimal(amount), currency)) == rounded


@settings(max_examples=60, deadline=None)
@given(amount=CENTS, weights=WEIGHTS, currency=st.sampled_from(["CNY", "JPY"]))
def test_shares_add_up_and_each_is_within_one_unit_of_its_due(
    amount: Decimal, weights: list[Decimal], currency: str
) -> None:
    whole = round_amount(amount, currency)
    shares = share_out(whole, weights, currency)

    assert sum(map(Fraction, shares)) == Fraction(whole)
    total = sum(weights) or Decimal(len(weights))
    for share, weight in zip(shares, weights, strict=True):
        due = Fraction(whole) * Fraction(weight if any(weights) else 1) / Fraction(total)
        assert abs(Fraction(share) - due) < Fraction(unit_of(currency))
        assert weight or not any(weights) or not share


@pytest.mark.parametrize(
    ("amount", "parts"), [("1", []), ("1", ["-1", "2"]), ("0.001", ["1"]), ("NaN", ["1"])]
)
def test_what_cannot_be_shared_out_is_no_share(amount: str, parts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        share_out(Decimal(amount), [Decimal(each) for each in parts], "CNY")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角整"),
        ("10", "壹拾元整"),
        ("1.05", "壹元零伍分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("10000001", "壹仟万零壹元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("3000000500", "叁拾亿零伍佰元整"),
        ("1000500000000", "壹万零伍亿元整"),
        ("1000000010000", "壹万亿零壹万元整"),
        ("-20.00", "负贰拾元整"),
        ("0.005", "壹分"),
    ],
)
def test_amounts_are_written_in_chinese_capitals(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == words


@settings(max_examples=80, deadline=None)
@given(cents=st.integers(1, 10**17))
def test_capitals_read_back_as_the_same_amount(cents: int) -> None:
    words = in_capitals(Decimal(cents).scaleb(-2))

    assert read(words) == cents
    assert "零零" not in words


def read(words: str) -> int:
    """Read an amount in capitals, by another way than it was written."""
    values = {"元": 100, "角": 10, "分": 1}
    total, digit, section, high = 0, 0, 0, 0
    for sign in words:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(sign) + 1)
            digit = 0
        elif sign == "万":
            section, digit = (section + digit) * 10_000, 0
            high, section = high + section, 0
        elif sign == "亿":
            high, section, digit = (high + section + digit) * 10**8, 0, 0
        elif sign == "元":
            total, section, digit = (high + section + digit) * values[sign], 0, 0
        elif sign in values:
            total, digit = total + digit * values[sign], 0
    return total


def test_no_number_is_too_large_to_be_refused() -> None:
    for absurd in ("1e31", "1e100", "-1e400", "NaN", "Infinity"):
        assert not is_whole(Decimal(absurd), "CNY")
