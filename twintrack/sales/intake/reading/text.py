"""Find out how a text file is encoded and what parts its columns."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 20
# Enough to judge by; a file of 50 MB need not be decoded twice.
LOOKED_AT = 200_000
UNREADABLE = "\ufffd"
# A file with some bytes damaged is still in the encoding that most of it fits.
FITS = 0.7
# What no database keeps as text: the zero byte and halves of characters.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, str]:
    """Give the text and the name of its encoding; what cannot be read shows as �."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff"), name
    name = _wide(data[:LOOKED_AT])
    return (data.decode(name, "replace"), name) if name else _narrow(data)


def count_unreadable(text: str) -> int:
    """Count the characters that could not be read."""
    return text.count(UNREADABLE)


def keepable(text: str) -> str:
    """Show as � what a spreadsheet or JSON may hold but no database keeps."""
    return UNKEPT.sub(UNREADABLE, text)


def _wide(head: bytes) -> str:
    # UTF-16 without a mark: every other byte of Latin text is zero.
    if len(head) < 4 or b"\x00" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 10:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _narrow(data: bytes) -> tuple[str, str]:
    """Read what is not of two bytes a letter; damage alone makes no text of another encoding."""
    utf8 = data.decode("utf-8", "replace")
    if _fits(utf8):
        return utf8, "utf-8"
    gb18030 = data.decode("gb18030", "replace")
    if _fits(gb18030) and _is_chinese(gb18030[:LOOKED_AT]):
        return gb18030, "gb18030"
    return data.decode("cp1252", "replace"), "cp1252"


def _fits(text: str) -> bool:
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return count_unreadable(text) <= foreign * (1 - FITS)


def _is_chinese(text: str) -> bool:
    """
    Say whether text read as GB18030 is likely to be meant so.

    Almost any pair of bytes is a character there, but people write the 6,763 of GB 2312.
    """
    foreign = [each for each in text if ord(each) > 127]
    usual = sum(1 for each in foreign if _in_gb2312(each))
    return not foreign or usual / len(foreign) > 0.6


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def find_delimiter(text: str) -> str:
    """Find what parts the columns: what gives most lines the same number of them."""
    head = text[:LOOKED_AT]
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter))


def _score(head: str, delimiter: str) -> tuple[float, int]:
    widths = [len(row) for row in _first_rows(head, delimiter) if row]
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(1 for width in widths if width == widths[0]) / len(widths), widths[0]


def _first_rows(head: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(StringIO(head, newline=""), delimiter=delimiter)
    for _number in range(SAMPLE):
        try:
            yield next(rows)
        except (StopIteration, csv.Error):
            return
