"""Which lines of which files were run by tests, gathered while a report is read, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twintrack.rnd.quality.reports.refusals import NotWellFormed, TooMuchInside

LONGEST_FILE = 1_000_000
# Of all files together: what is gathered takes a byte a line.
MOST_LINES = 64_000_000
MOST_FILES = 200_000
MISSED, COVERED = 1, 2


@dataclass(frozen=True, kw_only=True)
class FileLines:
    """Which lines of a file were run, and which could have been; both in rising order."""

    path: str
    covered: list[int]
    missed: list[int]


class Gathering:
    """Gathers lines by file; a line that was run once counts as run."""

    def __init__(self) -> None:
        self._files: dict[str, bytearray] = {}
        self._lines = 0

    def add(self, path: str, line: int, *, is_covered: bool, at: int = 0) -> None:
        """
        Note a line of a file; `at` is where the report says so.

        :raises NotWellFormed: if there can be no such line.
        :raises TooMuchInside: if it is more than can be kept.
        """
        if not 0 < line <= LONGEST_FILE:
            raise NotWellFormed(at)
        marks = self._files.get(path)
        if marks is None:
            if len(self._files) >= MOST_FILES:
                raise TooMuchInside
            marks = self._files[path] = bytearray()
        if line >= len(marks):
            grown = line + 1 - len(marks)
            self._lines += grown
            if self._lines > MOST_LINES:
                raise TooMuchInside
            marks.extend(bytes(grown))
        marks[line] = max(marks[line], COVERED if is_covered else MISSED)

    def __bool__(self) -> bool:
        return bool(self._files)

    def files(self) -> Iterator[FileLines]:
        """Give the files by path."""
        for path in sorted(self._files):
            marks = self._files[path]
            covered = [line for line, mark in enumerate(marks) if mark == COVERED]
            missed = [line for line, mark in enumerate(marks) if mark == MISSED]
            yield FileLines(path=path, covered=covered, missed=missed)


def write_lines(lines: Iterable[int]) -> str:
    """Write lines as a page range does: `1-5,8`."""
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def read_lines(text: str) -> set[int]:
    """Read lines that were written so."""
    found: set[int] = set()
    for span in text.split(",") if text else ():
        first, _dash, last = span.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found
