"""References such as REQ-123 in messages and in names of branches."""

from __future__ import annotations

import re
from functools import lru_cache

# The names of branches that git and the usual hosts write into the subject of a merge.
MERGED = (
    re.compile(r"Merge (?:remote-tracking )?branch(?:es)? '([^']+)'"),
    re.compile(r"Merge pull request #\d+ from (\S+)"),
    re.compile(r"Merged? in (\S+) \(pull request #\d+\)"),
    re.compile(r"!\d+ Merge (?:pull request|branch) \S*\s*from (\S+)"),
)
PLACE = "#"


@lru_cache(maxsize=64)
def _pattern(patterns: str) -> re.Pattern[str] | None:
    shapes = [each for each in patterns.replace(",", " ").split() if each.count(PLACE) == 1]
    if not shapes:
        return None
    parts = [r"(\d{1,9})".join(re.escape(part) for part in shape.split(PLACE)) for shape in shapes]
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(parts)})(?![0-9A-Za-z])", re.IGNORECASE)


def is_pattern(patterns: str) -> bool:
    """Say whether each of the patterns, a comma or space between them, has its one place."""
    shapes = patterns.replace(",", " ").split()
    return bool(shapes) and all(
        each.count(PLACE) == 1 and len(each) > 1 and each[-1] == PLACE for each in shapes
    )


def numbers_in(text: str, patterns: str, *, prefix: str = "REQ") -> list[str]:
    """List the numbers that a text names, each once, in their order, as `REQ-318`."""
    pattern = _pattern(patterns)
    if pattern is None:
        return []
    found = (
        next(group for group in match if group) for match in map(_groups, pattern.finditer(text))
    )
    return list(dict.fromkeys(f"{prefix}-{int(digits)}" for digits in found))


def _groups(match: re.Match[str]) -> tuple[str | None, ...]:
    return match.groups()


def merged_branch(subject: str) -> str:
    """Give the name of the branch that a merge brought in, where its subject tells it."""
    for shape in MERGED:
        if told := shape.match(subject):
            return told[1]
    return ""
