"""Read tables out of files that people have: CSV, spreadsheets, JSON lines, in any encoding."""

from twintrack.sales.intake.reading.tables import (
    FileEmpty,
    FileNotRead,
    HeaderMissing,
    Line,
    Table,
    TooManyRows,
    read_table,
)
from twintrack.sales.intake.reading.text import count_unreadable

__all__ = [
    "FileEmpty",
    "FileNotRead",
    "HeaderMissing",
    "Line",
    "Table",
    "TooManyRows",
    "count_unreadable",
    "read_table",
]
