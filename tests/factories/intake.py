"""Files of feedback, as people send them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

from openpyxl import Workbook

from twintrack.foundation.people.models import User
from twintrack.sales.intake import operations
from twintrack.sales.intake.models import ImportRun
from twintrack.sales.intake.operations import Upload

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
COLUMNS = ("ID", "Customer", "Product", "Description", "Severity", "Date")


def csv_of(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode()


def xlsx_of(*rows: tuple[object, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    book, data = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet()
    for row in (columns, *rows):
        sheet.append(row)
    book.save(data)
    return data.getvalue()


def upload(data: bytes, by: User, name: str = "calls.csv") -> ImportRun:
    return operations.upload(upload=Upload(data=data, name=name), by=by, at=AT)


def confirm(run: ImportRun, by: User, **defaults: str) -> ImportRun:
    return operations.confirm(run=run, mapping=run.mapping, defaults=defaults, by=by, at=AT)


def start(run: ImportRun, by: User, **decisions: dict[str, str]) -> ImportRun:
    return operations.start(run=run, decisions=decisions, by=by, at=AT)
