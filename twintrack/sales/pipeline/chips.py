"""What apps above show on the cards of the board: a strip such as “Route B: misses the date”."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from twintrack.foundation.people.models import User


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A line on a card: what it is about, the verdict in a word; tone is late, tight or nothing."""

    label: str
    verdict: str
    tone: str = ""


# Gives the strips of the opportunities that have one, as far as a person may see them.
Find = Callable[[Collection[int], User], dict[int, Strip]]
_finders: dict[str, Find] = {}


def register_strip(code: str, find: Find) -> None:
    """Let an app show a strip on cards; `find` is asked once for all cards of a board."""
    _finders[code] = find


def strips_for(ids: Collection[int], *, for_user: User) -> dict[int, list[Strip]]:
    """List the strips of each opportunity that has any."""
    found: dict[int, list[Strip]] = {}
    for find in _finders.values() if ids else ():
        for pk, strip in find(ids, for_user).items():
            found.setdefault(pk, []).append(strip)
    return found
