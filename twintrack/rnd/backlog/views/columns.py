"""The columns of the pool's list, and which of them a person wants to see."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "requirement_columns"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its code in addresses, its heading, and by what a click on it sorts."""

    code: str
    label: str | Promise
    sort: str = ""
    style: str = ""
    is_usual: bool = True
    # What falls first when one sorts by it: the most valuable, the most urgent.
    falls: bool = False


COLUMNS = (
    Column(code="number", label=_("Number"), sort="number", falls=True),
    Column(code="title", label=_("Requirement"), sort="title", style="main"),
    Column(code="value", label=_("Value"), sort="value", falls=True),
    Column(code="customers", label=_("Customers"), sort="customers", style="n", falls=True),
    Column(code="revenue", label=_("Revenue"), sort="revenue", style="n", falls=True),
    Column(code="state", label=_("State"), sort="state"),
    Column(code="priority", label=_("Priority"), sort="priority"),
    Column(code="owner", label=_("Owner"), sort="owner"),
    Column(code="product", label=_("Product"), sort="product"),
    Column(code="milestone", label=_("Milestone"), style="tight"),
    Column(code="release", label=_("Release"), style="tight", is_usual=False),
    Column(code="planned_on", label=_("Planned for"), sort="planned", style="num"),
    Column(code="kind", label=_("Kind"), is_usual=False),
    Column(code="updated", label=_("Changed"), sort="updated", falls=True, is_usual=False),
)
ALWAYS = "title"


def wanted_columns(request: HttpRequest) -> list[Column]:
    """Give the columns that the address names, else those chosen before, else the usual ones."""
    codes = set(request.GET.getlist("cols") or request.COOKIES.get(COOKIE, "").split("."))
    chosen = [each for each in COLUMNS if each.code in codes]
    if not chosen:
        return [each for each in COLUMNS if each.is_usual]
    return [each for each in COLUMNS if each in chosen or each.code == ALWAYS]
