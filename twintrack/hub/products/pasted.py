"""Reads a pasted table of how many were in use: week, version, number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

ISO_WEEK = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)
DAY = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
NUMBER = re.compile(r"^\d{1,3}(?:[ ,'\u2009]\d{3})+$|^\d+$")
MOST_LINES = 5000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line that could be read; without a version the number is the product's."""

    week: date
    version: str
    active: int


@dataclass(kw_only=True)
class Table:
    """What could be read, and what could not: the number of the line, and why."""

    lines: list[Line] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_table(text: str, *, versions: set[str]) -> Table:
    """
    Read a table of two or three columns, parted by tabs, semicolons or commas.

    A first line of names is passed over. Any day of a week stands for its Monday.
    """
    table = Table()
    for number, cells in enumerate(_rows(text), start=1):
        if not cells or (number == 1 and not any(each.isdecimal() for each in "".join(cells))):
            continue
        if number > MOST_LINES:
            table.problems.append((number, _("More lines than can be read at once.")))
            break
        try:
            table.lines.append(_line(cells, versions))
        except ValueError as problem:
            table.problems.append((number, str(problem)))
    return table


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        mark = next((each for each in "\t;" if each in line), ",")
        cells = [cell.strip() for cell in line.split(mark)]
        # A comma within a number is not one between columns.
        if mark == "," and len(cells) > 3:
            cells = [cells[0], cells[1], ",".join(cells[2:])]
        yield cells if any(cells) else []


def _line(cells: list[str], versions: set[str]) -> Line:
    if len(cells) not in {2, 3}:
        raise ValueError(_("Write week, version and number."))
    week, version, active = cells[0], cells[1] if len(cells) == 3 else "", cells[-1]
    if version in {"-", "—"}:
        version = ""
    if version and version not in versions:
        raise ValueError(_("There is no version “%(name)s”.") % {"name": version})
    if not NUMBER.match(active):
        raise ValueError(_("“%(text)s” is no number.") % {"text": active})
    return Line(week=_monday(week), version=version, active=int(re.sub(r"\D", "", active)))


def _monday(text: str) -> date:
    try:
        if found := ISO_WEEK.match(text):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        if found := DAY.match(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day - timedelta(days=day.weekday())
    except ValueError:
        pass
    raise ValueError(_("“%(text)s” is no week.") % {"text": text})
