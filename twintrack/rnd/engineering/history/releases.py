"""Which release first shipped each commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from twintrack.rnd.engineering.history.mirror import Tag


def releases_in_order(tags: Iterable[Tag], pattern: str) -> list[Tag]:
    """Keep the tags whose names fit one of the patterns, the earliest first, then by name."""
    patterns = pattern.replace(",", " ").split() or ["*"]
    fitting = [tag for tag in tags if any(fnmatchcase(tag.name, each) for each in patterns)]
    return sorted(fitting, key=lambda tag: (tag.tagged_at, tag.name))


def first_releases(parents: Mapping[str, Sequence[str]], tags: Iterable[Tag]) -> dict[str, str]:
    """
    Name the first of these tags whose history holds a commit, for each that is in one.

    `tags` stand in the order of release. A commit that an earlier tag leads to brings its whole
    history along, so every commit is visited once: the same as the earliest of `git tag
    --contains`, in the time of one walk.
    """
    first: dict[str, str] = {}
    for tag in tags:
        waiting = [tag.sha]
        while waiting:
            sha = waiting.pop()
            if sha not in first:
                first[sha] = tag.name
                waiting.extend(parents.get(sha, ()))
    return first
