"""
How amounts are rounded, stated once: half up, away from zero, to the currency's smallest unit.

Nothing here is ever off by a unit: what is shared out adds up to what was there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

# ISO 4217 gives these no smaller unit; all others that are known here have cents.
WHOLE = frozenset({"JPY", "KRW", "VND"})
CENT, ONE = Decimal("0.01"), Decimal(1)
# More digits than any amount times any quantity has: nothing is rounded before it is meant to be.
DIGITS = 60


def unit_of(currency: str) -> Decimal:
    """Give the smallest amount that can be paid in a currency."""
    return ONE if currency in WHOLE else CENT


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Round half up, away from zero, to the currency's smallest unit: 0.125 CNY is 0.13."""
    with localcontext() as context:
        context.prec = DIGITS
        # Adding nothing makes -0 a plain 0.
        return amount.quantize(unit_of(currency), ROUND_HALF_UP) + 0


def is_whole(amount: Decimal, currency: str) -> bool:
    """
    Say whether an amount can be paid: it has no part below the currency's smallest unit.

    What has more than half as many digits as are reckoned with nobody can pay either.
    """
    if not amount.is_finite() or amount.adjusted() > DIGITS // 2:
        return False
    return round_amount(amount, currency) == amount


def share_out(amount: Decimal, parts: Sequence[Decimal], currency: str) -> list[Decimal]:
    """
    Share an amount out by weights, so that the shares add up to it exactly.

    Each share is rounded down and the units left over go to those that lost most by it, the
    earlier ones first among equals (largest remainder). Weights of nothing share alike.

    :raises ValueError: if there are no parts, one weighs less than nothing, or the amount itself
        has a part below the smallest unit.
    """
    if not parts or any(part < 0 for part in parts) or not is_whole(amount, currency):
        raise ValueError(parts)
    unit = unit_of(currency)
    with localcontext() as context:
        context.prec = DIGITS
        weights = parts if any(parts) else [ONE] * len(parts)
        whole, sign = abs(amount), -1 if amount < 0 else 1
        exact = [whole * weight / sum(weights) for weight in weights]
        shares = [share.quantize(unit, ROUND_DOWN) for share in exact]
        left = int((whole - sum(shares)) / unit)
        by_loss = sorted(range(len(parts)), key=lambda place: shares[place] - exact[place])
        for place in by_loss[:left]:
            shares[place] += unit
        return [sign * share + 0 for share in shares]
