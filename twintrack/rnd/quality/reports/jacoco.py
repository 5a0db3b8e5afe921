"""Coverage in JaCoCo's XML, which names a document type that is not fetched."""

from __future__ import annotations

from typing import IO
from xml.sax.xmlreader import AttributesImpl

from twintrack.rnd.quality.reports.lines import Gathering
from twintrack.rnd.quality.reports.refusals import NothingInside, NotWellFormed
from twintrack.rnd.quality.reports.xml import Element, feed


def read_jacoco(file: IO[bytes]) -> Gathering:
    """
    Read which lines were run; paths are packages, below the folders that hold sources.

    :raises ReportUnreadable: if it is damaged, hostile or no such report.
    """
    reader = _Reader()
    feed(file, reader, has_doctype=True)
    if not reader.gathering:
        raise NothingInside
    return reader.gathering


class _Reader(Element):
    roots = ("report",)
    wanted = "JaCoCo"

    def __init__(self) -> None:
        super().__init__()
        self.gathering = Gathering()
        self.package = ""
        self.path = ""

    def begin(self, name: str, given: AttributesImpl) -> None:
        if name == "line" and self.path:
            try:
                line, instructions = int(given["nr"]), int(given["ci"])
            except (KeyError, ValueError):
                raise NotWellFormed(self._locator.getLineNumber() or 0) from None  # type: ignore[attr-defined]
            self.gathering.add(self.path, line, is_covered=instructions > 0)
        elif name == "package":
            self.package = given.get("name", "").replace(".", "/").strip("/")
        elif name == "sourcefile":
            file = given.get("name", "")
            self.path = f"{self.package}/{file}" if self.package else file

    def end(self, name: str) -> None:
        if name == "sourcefile":
            self.path = ""
