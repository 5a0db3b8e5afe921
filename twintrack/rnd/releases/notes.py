"""
Release notes as text: made of lines, written on by hand, and made anew without losing the hand.

Notes are markdown: a heading a section, a bullet a line. Pure: no database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = (CHINESE, ENGLISH)
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
# From so many Latin words on a line without Chinese is English.
WORDS = 3


class Section(models.TextChoices):
    NEW = "new", _("New features")
    IMPROVED = "improved", _("Improvements")
    FIXED = "fixed", _("Fixes")
    LIMITS = "limits", _("Known limits")


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """One thing that customers read: in which section, what it is, and a sentence on it."""

    section: Section
    title: str
    words: str = ""

    def text(self, language: str) -> str:
        """Write the line as it stands in the notes of a language."""
        title, words = _flat(self.title), _flat(self.words)
        colon = "：" if language == CHINESE else ": "
        return f"- **{title}**{colon}{words}" if words else f"- **{title}**"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Notes made anew: the text, and which lines came in and went out."""

    text: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def _flat(text: str) -> str:
    return " ".join(text.split())


def compose(lines: Iterable[NoteLine], language: str) -> str:
    """Write lines as notes, section by section, with the headings of a language."""
    lines = list(lines)
    parts = []
    for section in Section:
        texts = [each.text(language) for each in lines if each.section == section]
        if texts:
            with override(language):
                heading = f"## {section.label}"
            parts.append("\n".join([heading, *texts]))
    return "\n\n".join(parts)


def news(base: str, fresh: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the bullets that came in since the notes were made, and those that went out."""
    old, new = _placed(base), _placed(fresh)
    return (
        tuple(line for heading, line in new if (heading, line) not in old),
        tuple(line for heading, line in old if (heading, line) not in new),
    )


def merge(base: str, mine: str, fresh: str) -> Merged:
    """
    Make notes anew: what was written by hand since `base` was made stays.

    A bullet that nobody touched goes when it is not among the fresh ones any more; a touched one
    stays. What was taken out by hand does not come back. A fresh bullet stands behind the one
    that it follows among the fresh; one that belongs to another section now moves as it was
    rewritten.
    """
    added, gone = news(base, fresh)
    old, new = _lines(base), _lines(fresh)
    heirs = _heirs(old, mine.split("\n"))
    moved = {line: heirs.get(line, line) for line in added if line in gone}
    leaving = {*gone, *moved.values()}
    written = mine.split("\n")
    taken_out = {line for line, now in moved.items() if now not in written}
    kept = [line for line in written if line not in leaving]
    heading = ""
    for at, line in enumerate(new):
        heading = line if line.startswith("## ") else heading
        if line == heading or line not in added or line in taken_out:
            continue
        before = [heirs.get(each, each) for each in new[:at]]
        over = heirs.get(heading, heading)
        if heading and over not in kept:
            kept = _insert(kept, over, before=before[: new.index(heading)])
        kept = _insert(kept, moved.get(line, line), before=before)
    return Merged(text=_tidy(kept), added=added, gone=gone)


def _heirs(old: Sequence[str], written: Sequence[str]) -> dict[str, str]:
    """Find what each generated line was rewritten to, where lines were rewritten one by one."""
    mine = [line for line in written if line.strip()]
    found: dict[str, str] = {}
    blocks = SequenceMatcher(a=list(old), b=mine, autojunk=False).get_opcodes()
    for what, i, j, k, m in blocks:
        if what == "replace" and j - i == m - k:
            found |= dict(zip(old[i:j], mine[k:m], strict=True))
    return found


def _insert(lines: list[str], line: str, *, before: list[str]) -> list[str]:
    """Put a line behind the nearest of those before it that stands there."""
    for anchor in reversed(before):
        if anchor in lines:
            at = lines.index(anchor) + 1
            return [*lines[:at], line, *lines[at:]]
    return [line, *lines]


def _tidy(lines: Sequence[str]) -> str:
    """Leave out headings without a line, and set an empty line before each of the others."""
    tidy: list[str] = []
    for at, line in enumerate(lines):
        if line.startswith("## "):
            rest = next((each for each in lines[at + 1 :] if each.strip()), "## ")
            if rest.startswith("## "):
                continue
            if tidy and tidy[-1].strip():
                tidy.append("")
        tidy.append(line)
    return "\n".join(tidy).strip()


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _placed(text: str) -> list[tuple[str, str]]:
    """List the bullets, each with the heading above it."""
    placed, heading = [], ""
    for line in _lines(text):
        if line.startswith("## "):
            heading = line
        elif line.startswith("- "):
            placed.append((heading, line))
    return placed


def foreign_lines(text: str, language: str) -> list[str]:
    """List the lines that are still in the other language."""
    lines = [line for line in _lines(text) if not line.startswith("## ")]
    if language == ENGLISH:
        return [line for line in lines if HAN.search(line)]
    return [line for line in lines if not HAN.search(line) and len(WORD.findall(line)) >= WORDS]
