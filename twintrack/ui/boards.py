"""What the addresses of boards say, and where their links lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from twintrack.ui.fields import key_of

# A column begins with so many cards, and grows by so many; more than `MOST` nobody scrolls.
STEP = 50
MOST = 500


def limits_of(query: QueryDict) -> dict[str, int]:
    """Read how many cards of a column are wanted, as `many=planned.100`."""
    limits = {}
    for each in query.getlist("many"):
        code, _dot, count = each.partition(".")
        many = key_of(count)
        if many is not None:
            limits[code] = min(max(many, STEP), MOST)
    return limits


@dataclass(frozen=True, kw_only=True)
class Link:
    """A choice of how a board is shown."""

    label: str | Promise
    url: str
    is_on: bool


def links(
    query: QueryDict, name: str, choices: Mapping[str, str | Promise], chosen: str
) -> Iterator[Link]:
    """Give the choices of how a board is shown with their addresses."""
    for code, label in choices.items():
        address = query.copy()
        address.pop(name, None)
        if code:
            address[name] = code
        yield Link(label=label, url="?" + address.urlencode(), is_on=code == chosen)


def more_url(
    query: QueryDict, code: str, limits: Mapping[str, int], *, beyond: Callable[[], str]
) -> str:
    """Give the board with more cards of a column; beyond what one scrolls, the list."""
    shown = limits.get(code, STEP)
    if shown >= MOST:
        return beyond()
    address = query.copy()
    wanted = {**limits, code: shown + STEP}
    address.setlist("many", [f"{name}.{count}" for name, count in wanted.items()])
    return "?" + address.urlencode()
