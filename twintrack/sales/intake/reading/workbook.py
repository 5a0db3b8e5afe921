"""Read the first sheet of a spreadsheet, without trusting what it claims to be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

# A sheet of 50,000 rows unpacks to some 60 MB; a bomb of a few kilobytes to thousands.
MAX_UNPACKED = 500 * 1024 * 1024
# The texts of cells are all read before the first row: 50,000 of them of 1,000 letters.
MAX_TEXTS = 64 * 1024 * 1024
# Sheets pack to a tenth; what packs to less than this is made to do harm once it is large.
LARGE, MAX_RATIO = 20 * 1024 * 1024, 200
MAX_PARTS = 2000
# What the reader stumbles over, depending on where a file is damaged.
DAMAGE = (
    ParseError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    zipfile.BadZipFile,
)
MAX_WIDTH = 220
# Rows that hold nothing, as a sheet formatted to its end has a million of.
MAX_EMPTY = 1000


class NoWorkbook(Exception):
    """It is not a spreadsheet, or one that cannot be trusted."""


def read_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """
    Give the rows of the first visible sheet with their numbers.

    :raises NoWorkbook: if it is damaged, locked, or unpacks to more than can be meant.
    """
    sheet = _first_sheet(data)
    empty = 0
    try:
        for number, cells in enumerate(
            sheet.iter_rows(max_col=MAX_WIDTH, values_only=True), start=1
        ):
            empty = 0 if any(cell is not None for cell in cells) else empty + 1
            if empty > MAX_EMPTY:
                return
            yield number, [as_text(cell) for cell in cells]
    except DAMAGE as error:
        raise NoWorkbook from error


def _first_sheet(data: bytes) -> Any:
    _check_size(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, OSError, *DAMAGE) as error:
        raise NoWorkbook from error
    sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
    if not sheets:
        raise NoWorkbook
    # What a sheet says of its own size is often wrong, and may be a lie.
    sheets[0].reset_dimensions()
    return sheets[0]


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NoWorkbook from error
    # Python unpacks no part beyond the size its entry names, so the sum cannot lie.
    if len(parts) > MAX_PARTS or sum(each.file_size for each in parts) > MAX_UNPACKED:
        raise NoWorkbook
    if any(_is_bomb(each) for each in parts):
        raise NoWorkbook
    if not any(each.filename == "xl/workbook.xml" for each in parts):
        raise NoWorkbook


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if part.filename.lower().endswith("sharedstrings.xml") and part.file_size > MAX_TEXTS:
        return True
    return part.file_size > LARGE and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def as_text(value: Any) -> str:
    """Write a cell as a person reads it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        # A cell that shows a day only: spreadsheets know no other days.
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
