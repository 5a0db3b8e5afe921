"""Which lines of which files were run by tests, gathered while a report is read, and as text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from twintrack.rnd.quality.reports.refusals import NotWellFormed, TooMuchInside

LONGEST_FILE = 1_000_000
# Of all files together: what is gathered takes a byte a line.
MOST_LINES = 64_000_000
MOST_FILES = 200_000
MISSED, COVERED = 1, 2


class Marks(bytearray):
    """Which lines of a file were run, and which could have been: a byte a line."""

    def note(self, line: int, mark: int) -> None:
        """Note a line; one that was run once counts as run."""
        self.reach(line)
        self[line] = max(self[line], mark)

    def reach(self, line: int) -> int:
        """Make room for a line; gives by how much that grew."""
        grown = max(line + 1 - len(self), 0)
        self.extend(bytes(grown))
        return grown

    def merge(self, other: Marks) -> None:
        """Note all that another one notes of the same file."""
        if other:
            self.reach(len(other) - 1)
            self[: len(other)] = bytes(map(max, self, other))

    def read(self, text: str, mark: int) -> Marks:
        """Note the lines that `write` wrote."""
        for line in read_lines(text):
            self.note(line, mark)
        return self

    def write(self, mark: int) -> str:
        """Write the lines with a mark as a page range does: `1-5,8`."""
        spans = re.finditer(b"\\x%02x+" % mark, self)
        return ",".join(_span(span.start(), span.end() - 1) for span in spans)


class Gathering:
    """Gathers lines by file; a line that was run once counts as run."""

    def __init__(self) -> None:
        self.files: dict[str, Marks] = {}
        self._lines = 0

    def add(self, path: str, line: int, *, is_covered: bool, at: int = 0) -> None:
        """
        Note a line of a file; `at` is where the report says so.

        :raises NotWellFormed: if there can be no such line.
        :raises TooMuchInside: if it is more than can be kept.
        """
        if not 0 < line <= LONGEST_FILE:
            raise NotWellFormed(at)
        marks = self.files.get(path)
        if marks is None:
            if len(self.files) >= MOST_FILES:
                raise TooMuchInside
            marks = self.files[path] = Marks()
        self._lines += max(line + 1 - len(marks), 0)
        if self._lines > MOST_LINES:
            raise TooMuchInside
        marks.note(line, COVERED if is_covered else MISSED)

    def __bool__(self) -> bool:
        return bool(self.files)


def write_lines(lines: Iterable[int]) -> str:
    """Write lines as a page range does: `1-5,8`."""
    marks = Marks()
    for line in lines:
        marks.note(line, COVERED)
    return marks.write(COVERED)


def read_lines(text: str) -> set[int]:
    """Read lines that were written so."""
    found: set[int] = set()
    for span in text.split(",") if text else ():
        first, _dash, last = span.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
