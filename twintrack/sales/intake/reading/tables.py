"""One way to read all kinds of tables: named columns, and lines with their number."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.feedback.models import WORDS_LENGTH
from twintrack.sales.intake.reading import workbook
from twintrack.sales.intake.reading.text import decode, find_delimiter, keepable

MAX_COLUMNS = 200
SNIFFED = 1000
# What Excel writes and reads before the names of the columns.
NAMED_DELIMITER = re.compile(r'("?sep=([^"\r\n])"?)(?=\r?\n)', re.IGNORECASE)
csv.field_size_limit(sys.maxsize)


class FileEmpty(Refusal):
    """There is no row in the file."""

    message = _("This file has no rows.")
    status = 422


class FileNotRead(Refusal):
    """The file is no table that we can read."""

    message = _(
        "This file cannot be read. Send CSV, XLSX or JSON lines; save an old .xls as .xlsx first."
    )
    status = 422


class HeaderMissing(Refusal):
    """The first line does not name the columns."""

    message = _("The first line must name the columns, and there must be at least two.")
    status = 422


class TooManyRows(Refusal):
    """The file has more rows than this installation imports at once."""

    message = _("This file has more rows than can be imported at once. Split it.")
    status = 413


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row: its line in the file, its cells by column, and why it cannot be used, if so."""

    number: int
    values: dict[str, str]
    problem: str = ""


@dataclass(kw_only=True)
class Table:
    """What a file holds; its lines can be read once."""

    columns: list[str]
    lines: Iterator[Line]
    form: str
    encoding: str = ""
    delimiter: str = ""
    sample: list[Line] = field(default_factory=list)


def read_table(data: bytes, name: str) -> Table:
    """
    Open a file by its content, whatever its name says.

    :raises FileEmpty: if there is nothing in it.
    :raises FileNotRead: if it is neither a text nor a spreadsheet.
    :raises HeaderMissing: if its first line names no columns.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise FileEmpty
    if data.startswith(b"PK\x03\x04"):
        return _spreadsheet(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise FileNotRead
    text, encoding = decode(data)
    if not text.strip("\ufeff \r\n\t"):
        raise FileEmpty
    if "\x00" in text[:SNIFFED]:
        raise FileNotRead
    if text.lstrip()[0] in "{[":
        return _json(text, encoding)
    return _csv(text, encoding)


def _with_sample(table: Table, size: int = 50) -> Table:
    table.sample = list(islice(table.lines, size))
    if not table.sample:
        raise FileEmpty
    table.lines = chain(table.sample, table.lines)
    return table


def _csv(text: str, encoding: str) -> Table:
    named = NAMED_DELIMITER.match(text)
    # The line stays, as an empty one: people count lines.
    text = text[named.end(1) :] if named else text
    delimiter = named[2] if named else find_delimiter(text)
    rows = csv.reader(StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    numbered = _numbered(rows)
    columns = _header(numbered)
    lines = (_line(number, cells, columns) for number, cells in numbered if any(cells))
    table = Table(columns=columns, lines=lines, form="csv", encoding=encoding, delimiter=delimiter)
    return _with_sample(table)


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]]]:
    before = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            cells = ["\ufffd"]
        # A quoted cell may go over several lines: people look for the first of them.
        yield before + 1, cells
        before = rows.line_num


def _header(rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    for _number, cells in rows:
        if any(cell.strip() for cell in cells):
            return _named(cells)
    raise FileEmpty


def _named(cells: Sequence[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    named = [cell for cell in cells if re.search(r"[^\W\d_]", cell)]
    if len(cells) < 2 or len(named) < 2 or len(cells) > MAX_COLUMNS:
        raise HeaderMissing
    seen: dict[str, int] = {}
    columns = []
    for position, cell in enumerate(cells, start=1):
        name = _name(cell) or f"#{position}"
        seen[name] = seen.get(name, 0) + 1
        columns.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return columns


def _name(text: str) -> str:
    return " ".join(keepable(text).split())[:80]


def _line(number: int, cells: Sequence[str], columns: list[str]) -> Line:
    values = {
        name: keepable(cell).strip()
        for name, cell in zip(columns, cells, strict=False)
        if cell.strip()
    }
    problem = ""
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = "too_many_cells"
    return _bounded(Line(number=number, values=values, problem=problem))


def _bounded(line: Line) -> Line:
    if all(len(value) <= WORDS_LENGTH for value in line.values.values()):
        return line
    cut = {name: value[:200] for name, value in line.values.items()}
    return Line(number=line.number, values=cut, problem="cell_too_long")


def _json(text: str, encoding: str) -> Table:
    objects = _array(text) if text.lstrip().startswith("[") else _objects(text)
    lines = (_object(number, value) for number, value in objects)
    head = list(islice(lines, SNIFFED))
    columns = list(dict.fromkeys(name for line in head for name in line.values))
    if not columns:
        raise FileNotRead
    table = Table(columns=columns[:MAX_COLUMNS], lines=chain(head, lines), form="jsonl")
    table.encoding = encoding
    return _with_sample(table)


def _array(text: str) -> Iterator[tuple[int, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FileNotRead from None
    return enumerate(found, start=1)


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def _object(number: int, value: Any) -> Line:
    if not isinstance(value, dict):
        return Line(number=number, values={}, problem="not_an_object")
    values = {
        _name(name): keepable(_as_text(each)).strip()
        for name, each in value.items()
        if each is not None
    }
    return _bounded(Line(number=number, values={k: v for k, v in values.items() if v}))


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _spreadsheet(data: bytes) -> Table:
    rows = _trusted(workbook.read_rows(data))
    columns = _header(rows)
    lines = (_line(number, cells, columns) for number, cells in rows if any(cells))
    return _with_sample(Table(columns=columns, lines=lines, form="xlsx"))


def _trusted(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows
    except workbook.NoWorkbook:
        raise FileNotRead from None
