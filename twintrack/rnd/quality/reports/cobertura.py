"""Coverage in Cobertura's XML, as coverage.py, gcovr and coverlet write it."""

from __future__ import annotations

from typing import IO
from xml.sax.xmlreader import AttributesImpl

from twintrack.rnd.quality.reports.lines import Gathering
from twintrack.rnd.quality.reports.refusals import NothingInside, NotWellFormed
from twintrack.rnd.quality.reports.xml import Element, feed


def read_cobertura(file: IO[bytes]) -> Gathering:
    """
    Read which lines were run; paths stand as the report names them, below its only source.

    :raises ReportUnreadable: if it is damaged, hostile or no such report.
    """
    reader = _Reader()
    # Cobertura itself names a document type; it is not fetched.
    feed(file, reader, has_doctype=True)
    if not reader.gathering:
        raise NothingInside
    return reader.gathering


class _Reader(Element):
    roots = ("coverage",)
    wanted = "Cobertura"

    def __init__(self) -> None:
        super().__init__()
        self.gathering = Gathering()
        self.sources: list[str] = []
        self.path = ""
        self.pieces: list[str] | None = None

    def begin(self, name: str, given: AttributesImpl) -> None:
        if name == "line" and self.path:
            try:
                line, hits = int(given["number"]), int(float(given["hits"]))
            except (KeyError, ValueError, OverflowError):
                raise NotWellFormed(self.line) from None
            self.gathering.add(self.path, line, is_covered=hits > 0, at=self.line)
        elif name == "class":
            self.path = self._place(given.get("filename", ""))
        elif name == "source":
            self.pieces = []

    def text(self, piece: str) -> None:
        if self.pieces is not None and len(self.pieces) < 100:
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        if name == "class":
            self.path = ""
        elif name == "source" and self.pieces is not None:
            self.sources.append("".join(self.pieces).strip())
            self.pieces = None

    @property
    def line(self) -> int:
        locator = getattr(self, "_locator", None)
        return locator.getLineNumber() or 0 if locator else 0

    def _place(self, path: str) -> str:
        path = path.replace("\\", "/")
        if path.startswith("/") or path[1:3] == ":/" or len(self.sources) != 1:
            return path
        return f"{self.sources[0].replace(chr(92), '/').rstrip('/')}/{path}".removeprefix("./")
