"""Lists as files for a spreadsheet, in which nothing that people typed is run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.timezone import get_current_timezone
from django.utils.timezone import override as override_zone
from django.utils.translation import get_language
from django.utils.translation import override as override_language

# Spreadsheets take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """Takes a written line and hands it on."""

    def write(self, line: str) -> str:
        return line


def csv_answer(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Send rows as a CSV file while they are read, in the reader's language and time zone."""
    answer = StreamingHttpResponse(
        _lines(heads, rows, get_language() or "", get_current_timezone()),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], language: str, zone: tzinfo
) -> Iterator[str]:
    writer = csv.writer(_Line())
    # Excel reads UTF-8 only when the file begins with this mark.
    yield "\ufeff" + writer.writerow(heads)
    rows = iter(rows)
    while True:
        # What is streamed is made after the request: nobody speaks the reader's language then.
        with override_language(language), override_zone(zone):
            lines = [writer.writerow([harmless(each) for each in row]) for row in islice(rows, 200)]
        if not lines:
            return
        yield "".join(lines)


def harmless(value: Any) -> Any:
    """Let a text that a spreadsheet would calculate stand as the text it is."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
