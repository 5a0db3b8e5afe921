"""Lists as files for a spreadsheet, in which nothing that people typed is run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# Spreadsheets take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """Takes a written line and hands it on."""

    def write(self, line: str) -> str:
        return line


def csv_answer(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Send rows as a CSV file while they are read."""
    answer = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # Excel reads UTF-8 only when the file begins with this mark.
    yield "\ufeff" + writer.writerow(heads)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def harmless(value: Any) -> Any:
    """Let a text that a spreadsheet would calculate stand as the text it is."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
