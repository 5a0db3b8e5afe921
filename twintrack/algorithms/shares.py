"""The value below which a share of some values lies."""

from __future__ import annotations

from collections.abc import Sequence


def value_at(values: Sequence[float], share: float) -> float:
    """
    Give the value below which this share of some values lies, between its neighbours.

    It is what the store of measures calls a continuous quantile (Hyndman and Fan 1996, type 7).
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
