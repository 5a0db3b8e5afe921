"""Read XML from outside piece by piece: no entities, nothing fetched, bounded depth and pieces."""

from __future__ import annotations

from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from twintrack.rnd.quality.reports.refusals import (
    NotWellFormed,
    OtherFormat,
    PieceTooLarge,
    ReportHostile,
    TooDeep,
)

BLOCK = 1 << 16
# Of one attribute, comment or name; text comes in small pieces by itself.
MOST_WITHOUT_NEWS = 4 << 20
DEEPEST = 100
# What terminals are told with, and XML forbids; test tools write it into reports all the same.
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
WIDE = (b"\xff\xfe", b"\xfe\xff")


class Element(ContentHandler):
    """
    Told of elements as they come; a subclass says what it wants.

    `roots` are the names that a file of its kind begins with, `wanted` how that kind is called.
    """

    roots: tuple[str, ...] = ()
    wanted = ""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        # Grows with everything that is told.
        self.news = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.news += 1
        if not self.depth and name not in self.roots:
            raise OtherFormat(found=name, wanted=self.wanted)
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep
        self.begin(name, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.news += 1
        self.depth -= 1
        self.end(name)

    def characters(self, content: str) -> None:
        self.news += 1
        self.text(content)

    def begin(self, name: str, given: AttributesImpl) -> None:
        """Be told of an element that begins."""

    def end(self, name: str) -> None:
        """Be told of an element that ends."""

    def text(self, piece: str) -> None:
        """Be told of a piece of text."""


def feed(file: IO[bytes], handler: Element, *, has_doctype: bool = False) -> None:
    """
    Read a file to its end and tell the handler, in memory that does not grow with the file.

    `has_doctype` lets a document type be named, as JaCoCo does; it is never fetched.

    :raises ReportUnreadable: if it is damaged, hostile or of another kind.
    """
    parser = make_parser()
    parser.forbid_dtd = not has_doctype
    parser.forbid_entities = True
    # The parser fetches nothing either way; this only lets it pass over the name of a document.
    parser.forbid_external = not has_doctype
    parser.setContentHandler(handler)
    try:
        _feed(file, handler, parser)
    except DefusedXmlException as error:
        raise ReportHostile from error
    except (SAXParseException, ValueError) as error:
        line = error.getLineNumber() if isinstance(error, SAXParseException) else 0
        raise NotWellFormed(line or 1) from error


def _feed(file: IO[bytes], handler: Element, parser: object) -> None:
    told, silent, is_wide = handler.news, 0, None
    while block := file.read(BLOCK):
        if is_wide is None:
            is_wide = block.startswith(WIDE)
        parser.feed(block if is_wide else block.translate(None, CONTROLS))  # type: ignore[attr-defined]
        silent = 0 if handler.news > told else silent + len(block)
        told = handler.news
        if silent > MOST_WITHOUT_NEWS:
            raise PieceTooLarge
    parser.close()  # type: ignore[attr-defined]
