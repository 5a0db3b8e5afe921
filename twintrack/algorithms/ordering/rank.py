"""
Places in a list that is ordered by hand, as strings: between any two there is a third.

A rank is an integer and, where needed, a fraction, in digits 0–9a–z. The first letter says how
long the integer is: `n0` … `nz`, `o00` … `ozz` and so on upwards, `mz` … `m0`, `lzz` … downwards.
Strings in this alphabet compare alike in every collation, and adding at an end keeps them short.
After D. Greenspan, "Implementing Fractional Indexing" (2020).
"""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST = "n0"
_UP, _DOWN = "n", "m"


class NoRoom(ValueError):
    """The two places are the same or the wrong way round."""


def between(low: str | None, high: str | None) -> str:
    """
    Give a rank above `low` and below `high`; None is an open end.

    :raises NoRoom: if `low` does not come before `high`.
    """
    if low is None and high is None:
        return FIRST
    if low is None:
        return _before(str(high))
    if high is None:
        return _following(_whole(low))
    if low >= high:
        raise NoRoom(low, high)
    whole = _whole(low)
    if whole == _whole(high):
        return whole + _middle(low[len(whole) :], high[len(whole) :])
    following = _following(whole)
    return following if following < high else whole + _middle(low[len(whole) :], "")


def spread(low: str | None, high: str | None, count: int) -> list[str]:
    """
    Give so many ranks between the two, in order and evenly.

    :raises NoRoom: if `low` does not come before `high`.
    """
    if count == 0:
        return []
    if high is None:
        ranks: list[str] = []
        for _each in range(count):
            low = between(low, None)
            ranks.append(low)
        return ranks
    middle = between(low, high)
    left = (count - 1) // 2
    return [
        *spread(low, middle, left),
        middle,
        *spread(middle, high, count - 1 - left),
    ]


def _whole(rank: str) -> str:
    head = rank[0]
    digits = ord(head) - ord(_UP) + 1 if head >= _UP else ord(_DOWN) - ord(head) + 1
    return rank[: digits + 1]


def _before(rank: str) -> str:
    whole = _whole(rank)
    return whole if whole < rank else _preceding(whole)


def _following(whole: str) -> str:
    head, digits = whole[0], whole[1:]
    if digits.strip("z"):
        return head + _count(digits, 1)
    if head == _DOWN:
        return FIRST
    head = chr(ord(head) + 1)
    # Downwards a letter later in the alphabet has fewer digits, upwards more.
    return head + "0" * (len(digits) + 1 if head > _UP else len(digits) - 1)


def _preceding(whole: str) -> str:
    head, digits = whole[0], whole[1:]
    if digits.strip("0"):
        return head + _count(digits, -1)
    if head == _UP:
        return _DOWN + "z"
    head = chr(ord(head) - 1)
    return head + "z" * (len(digits) + 1 if head < _DOWN else len(digits) - 1)


def _count(digits: str, step: int) -> str:
    value = int(digits, 36) + step
    written = ""
    while value:
        value, digit = divmod(value, 36)
        written = DIGITS[digit] + written
    return written.rjust(len(digits), "0")


def _middle(low: str, high: str) -> str:
    """Give the shortest fraction between two; an empty `high` is one."""
    shared = 0
    while high and shared < len(high) and (low[shared : shared + 1] or "0") == high[shared]:
        shared += 1
    if shared:
        return high[:shared] + _middle(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high else len(DIGITS)
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if len(high) > 1:
        return high[0]
    return DIGITS[first] + _middle(low[1:], "")
