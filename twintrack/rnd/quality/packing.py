"""Many ids of tests in few bytes: how far each lies behind the one before, compressed."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate, pairwise


def pack(ids: Iterable[int]) -> bytes:
    """Pack ids, in whatever order; ten thousand that lie close take about a hundred bytes."""
    ordered = sorted(set(ids))
    steps = array("Q", [b - a for a, b in pairwise([0, *ordered])])
    return zlib.compress(steps.tobytes(), 6) if ordered else b""


def unpack(packed: bytes) -> set[int]:
    """Give the ids that were packed."""
    if not packed:
        return set()
    steps = array("Q")
    steps.frombytes(zlib.decompress(packed))
    return set(accumulate(steps))
