"""Paths by pattern: `*` within a folder, `**` across folders, a folder with all below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

PART = re.compile(r"\*\*/|\*\*|\*|\?")
MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=2000)
def _read(pattern: str) -> re.Pattern[str]:
    pattern = pattern.removeprefix("/")
    if pattern.endswith("/"):
        pattern += "**"
    shape, end = "", 0
    for part in PART.finditer(pattern):
        shape += re.escape(pattern[end : part.start()]) + MEANINGS[part[0]]
        end = part.end()
    return re.compile(shape + re.escape(pattern[end:]), re.DOTALL)


def fits(path: str, pattern: str) -> bool:
    """Say whether a path fits a pattern."""
    return _read(pattern).fullmatch(path) is not None


class Chooser:
    """Finds what a path belongs to: the first rule that fits holds; answers are remembered."""

    def __init__(self, rules: Sequence[tuple[str, int]]) -> None:
        self.rules = rules
        self._known: dict[str, int | None] = {}

    def choose(self, path: str) -> int | None:
        """Give what the first fitting rule says, or nothing."""
        if not self.rules:
            return None
        if path not in self._known:
            found = (value for pattern, value in self.rules if fits(path, pattern))
            self._known[path] = next(found, None)
        return self._known[path]
