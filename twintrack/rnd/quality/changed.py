"""Which lines a range of commits added, as git tells it; only the bare copy is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from twintrack.rnd.engineering.history.git import Failed, ask

HUNK = re.compile(rb"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
# What git takes for the state before the first commit.
NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
SECONDS = 60


def holds(mirror: Path, sha: str) -> bool:
    """Say whether a copy holds a commit."""
    try:
        ask(mirror, "cat-file", "-e", f"{sha}^{{commit}}", seconds=SECONDS)
    except Failed:
        return False
    return True


def files_at(mirror: Path, sha: str) -> list[str]:
    """List the files of a commit."""
    told = ask(mirror, "ls-tree", "-r", "--name-only", "-z", sha, seconds=SECONDS)
    return [path.decode("utf-8", "replace") for path in told.split(b"\0") if path]


def parent_of(mirror: Path, sha: str) -> str:
    """Give the first parent of a commit, or what stands for none."""
    try:
        told = ask(mirror, "rev-parse", "--verify", "--quiet", f"{sha}^", seconds=SECONDS)
    except Failed:
        return NOTHING
    return told.decode().strip()


def parted_from(mirror: Path, sha: str, branch: str) -> str:
    """Give where a commit's line parted from a branch; its parent where that holds it already."""
    try:
        told = ask(mirror, "merge-base", f"refs/heads/{branch}", sha, seconds=SECONDS)
    except Failed:
        return parent_of(mirror, sha)
    base = told.decode().strip()
    return base if base != sha else parent_of(mirror, sha)


def is_before(mirror: Path, older: str, newer: str) -> bool:
    """Say whether one commit is in the history of another."""
    try:
        ask(mirror, "merge-base", "--is-ancestor", older, newer, seconds=SECONDS)
    except Failed:
        return False
    return True


def added_lines(mirror: Path, base: str, head: str) -> dict[str, set[int]]:
    """
    Give the numbers of the lines that were added or changed, by file as it is called now.

    What was only moved with its file is not added; files that are no text have no lines.
    """
    told = ask(
        mirror,
        *("diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--diff-filter=AMRC"),
        *("--src-prefix=a/", "--dst-prefix=b/", "--find-renames", base, head, "--"),
        seconds=SECONDS,
    )
    found: dict[str, set[int]] = defaultdict(set)
    path, to_pass = "", 0
    for line in told.split(b"\n"):
        hunk = HUNK.match(line) if not to_pass else None
        if hunk:
            first, count = int(hunk[2]), _count(hunk[3])
            found[path].update(range(first, first + count))
            to_pass = _count(hunk[1]) + count
        elif to_pass and not line.startswith(b"\\"):
            to_pass -= 1
        elif line.startswith(b"+++ "):
            path = _path(line[4:])
    return {path: lines for path, lines in found.items() if lines}


def _count(said: bytes | None) -> int:
    return 1 if said is None else int(said)


def _path(said: bytes) -> str:
    # A tab follows where the name holds a space; quotes stand around what would break the line.
    said = said.rstrip(b"\t")
    if said.startswith(b'"'):
        said = said[1:-1].decode("unicode_escape").encode("latin-1", "replace")
    return said.decode("utf-8", "replace").removeprefix("b/")
