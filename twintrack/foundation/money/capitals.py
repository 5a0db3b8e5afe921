"""Amounts in Chinese capitals (人民币大写), as banks and contracts write them."""

from decimal import Decimal

from twintrack.foundation.money.rounding import round_amount

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
WAN, YI = 10_000, 100_000_000
LARGEST = Decimal(10) ** 16


def in_capitals(amount: Decimal) -> str:
    """
    Write an amount in yuan, jiao and fen: 1004.50 is 壹仟零肆元伍角整.

    By the rules for bills (正确填写票据和结算凭证的基本规定): zeros within are written once however
    many follow one another, 整 ends what has no fen, and 零 stands before fen without jiao.

    :raises ValueError: if it is too large for anybody to mean.
    """
    rounded = round_amount(amount, "CNY")
    if abs(rounded) >= LARGEST:
        raise ValueError(amount)
    sign = "负" if rounded < 0 else ""
    yuan, cents = divmod(int(abs(rounded) * 100), 100)
    jiao, fen = divmod(cents, 10)
    if not yuan and not cents:
        return "零元整"
    whole = f"{_integer(yuan)}元" if yuan else ""
    return sign + whole + _fraction(jiao, fen, follows=bool(yuan))


def _fraction(jiao: int, fen: int, *, follows: bool) -> str:
    if not jiao and not fen:
        return "整"
    words = f"{DIGITS[jiao]}角" if jiao else "零" if follows else ""
    return words + (f"{DIGITS[fen]}分" if fen else "整")


def _integer(number: int) -> str:
    for size, word in ((YI, "亿"), (WAN, "万")):
        if number >= size:
            above, below = divmod(number, size)
            # A zero is said where the part below does not begin at its highest place.
            gap = "零" if below and below < size // 10 else ""
            return _integer(above) + word + gap + (_integer(below) if below else "")
    return _group(number)


def _group(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return words
