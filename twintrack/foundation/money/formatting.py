"""How amounts are shown: ¥486 万 in Chinese, ¥4.86 M in English."""

from decimal import Decimal

from twintrack.foundation.bilingual import reads_chinese
from twintrack.foundation.money.bands import BANDS
from twintrack.foundation.money.rounding import unit_of

SYMBOLS = {"CNY": "¥", "EUR": "€", "USD": "$", "JPY": "JP¥", "GBP": "£"}
THIN = "\u2009"
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_K, _M, _B = Decimal(1_000), Decimal(1_000_000), Decimal(1_000_000_000)


def _short(value: Decimal, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(amount: Decimal) -> str:
    if reads_chinese():
        if abs(amount) >= _YI:
            return f"{_short(amount / _YI, 2)}{THIN}亿"
        if abs(amount) >= _WAN:
            return f"{_short(amount / _WAN, 1 if abs(amount) < 100 * _WAN else 0)}{THIN}万"
        return _short(amount, 0)
    for size, letter in ((_B, "B"), (_M, "M"), (_K, "K")):
        if abs(amount) >= size:
            return f"{_short(amount / size, 2 if size is not _K else 0)}{THIN}{letter}"
    return _short(amount, 0)


def money(amount: Decimal | None, currency: str = "CNY") -> str:
    """Show an amount short, in the reader's language."""
    if amount is None:
        return "—"
    return f"{SYMBOLS.get(currency, currency + THIN)}{_number(Decimal(amount))}"


def chart_size(currency: str) -> tuple[int, str, int]:
    """Say by what amounts are divided in a drawing, the unit then, and how many decimals."""
    if not reads_chinese():
        return 1_000_000, f"M {currency}", 2
    return 10_000, "万元" if currency == "CNY" else f"万 {currency}", 0


def amount_band(amount: Decimal | None, currency: str = "CNY") -> str:
    """Show only between which bounds an amount lies, such as `¥1–5 M`."""
    if amount is None:
        return "—"
    symbol = SYMBOLS.get(currency, currency + THIN)
    if amount <= 0:
        return f"{symbol}0"
    lower = Decimal(0)
    for upper in BANDS:
        if amount < upper:
            if not lower:
                return f"< {symbol}{_number(upper)}"
            return f"{symbol}{_number(lower)}–{_number(upper)}"
        lower = upper
    return f"≥ {symbol}{_number(lower)}"


def exact(amount: Decimal | None, currency: str, *, plain: bool = False) -> str:
    """Show an amount to its smallest unit, `plain` without the sign of its currency."""
    if amount is None:
        return "—"
    digits = max(-int(unit_of(currency).as_tuple().exponent), 0)
    symbol = "" if plain else SYMBOLS.get(currency, currency + THIN)
    sign = "-" if amount < 0 else ""
    return f"{sign}{symbol}{abs(amount):,.{digits}f}"
