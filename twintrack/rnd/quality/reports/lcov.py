"""Coverage as LCOV writes it: a record a file, a line of text a line of code."""

from __future__ import annotations

from typing import IO

from twintrack.rnd.quality.reports.lines import Gathering
from twintrack.rnd.quality.reports.refusals import (
    NothingInside,
    NotWellFormed,
    OtherFormat,
    PieceTooLarge,
)

LONGEST = 1 << 16
KNOWN = (
    *("TN", "SF", "VER", "FN", "FNDA", "FNF", "FNH", "FNL", "FNA", "BRDA", "BRF", "BRH"),
    *("MCDC", "MCF", "MCH", "DA", "LF", "LH", "end_of_record"),
)


def read_lcov(file: IO[bytes]) -> Gathering:
    """
    Read which lines were run.

    :raises ReportUnreadable: if it is damaged or no such report.
    """
    reader = _Reader()
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise PieceTooLarge
        reader.read(line.decode("utf-8", "replace").strip().removeprefix("\ufeff"))
    if not reader.gathering:
        raise NothingInside
    return reader.gathering


class _Reader:
    def __init__(self) -> None:
        self.gathering = Gathering()
        self.path = ""
        self.number = 0

    def read(self, text: str) -> None:
        self.number += 1
        word, _colon, rest = text.partition(":")
        if not text or word.startswith("#"):
            return
        if word not in KNOWN:
            if self.gathering or self.path:
                raise NotWellFormed(self.number)
            raise OtherFormat(found=text, wanted="LCOV")
        if word == "SF":
            self.path = rest.replace("\\", "/").replace("\0", "")
        elif word == "end_of_record":
            self.path = ""
        elif word == "DA":
            self._add(rest)

    def _add(self, rest: str) -> None:
        try:
            line, hits = (int(part) for part in rest.split(",")[:2])
        except ValueError:
            raise NotWellFormed(self.number) from None
        # Compilers give line 0 to what they made themselves.
        if self.path and line:
            self.gathering.add(self.path, line, is_covered=hits > 0, at=self.number)
