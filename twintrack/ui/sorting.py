"""Heads of a table by which its rows are put in order; the order stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

SORT = "sort"


@dataclass(frozen=True, kw_only=True)
class Head:
    """A head as `ui/_table_head.html` shows it; `by` names the fields that it orders by."""

    label: str | Promise
    key: str = ""
    by: tuple[str, ...] = ()
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """The heads of a table, and in which order the address asks for its rows."""

    heads: Sequence[Head]
    sort: str
    order: tuple[str, ...]

    @property
    def shown(self) -> dict[str, Any]:
        """What the template of the table needs."""
        return {"columns": self.heads, "sort": self.sort, "width": len(self.heads)}


def sorting(request: HttpRequest, heads: Iterable[Head], *, usual: tuple[str, ...]) -> Sorting:
    """
    Read by which head, and whether rising or falling, the rows are asked for.

    Whatever no head has gives the `usual` order; each order ends with the key of the row.
    """
    heads = list(heads)
    asked = request.GET.get(SORT, "")
    head = next((each for each in heads if each.key and each.key == asked.removeprefix("-")), None)
    if head is None:
        return Sorting(heads=heads, sort="", order=usual)
    sign = "-" if asked.startswith("-") else ""
    rising = (*head.by, "pk") if head.by else ("pk",)
    return Sorting(heads=heads, sort=asked, order=tuple(f"{sign}{name}" for name in rising))
