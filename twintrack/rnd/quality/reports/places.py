"""Find the file of a repository that a report means, whatever folder its tool stood in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

DRIVE = re.compile(r"^[A-Za-z]:/")
# Where a test of this class may stand, by the ends of files that such names are given to.
ENDS = (".py", ".java", ".kt", ".cs", ".go", ".js", ".ts", ".tsx", ".c", ".cc", ".cpp", ".rb")


class Places:
    """The files of a repository, found by the end of a path."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            self._by_name[path.rpartition("/")[2]].append(path)

    def find(self, told: str) -> str:
        """
        Give the file that a path means: itself, or the only one that ends as it does.

        A path that none or several fit stands as it was told, without its root.
        """
        path = tidy(told)
        if path in self.paths:
            return path
        fitting = [
            each
            for each in self._by_name.get(path.rpartition("/")[2], ())
            if each.endswith(f"/{path}") or path.endswith(f"/{each}")
        ]
        longest = max((len(each) for each in fitting if path.endswith(each)), default=0)
        if longest:
            fitting = [each for each in fitting if len(each) == longest]
        return fitting[0] if len(fitting) == 1 else path


def tidy(path: str) -> str:
    """Write a path as git does: forward slashes, no root, no `.` and `..`."""
    path = DRIVE.sub("", path.strip().replace("\\", "/"))
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    return "/".join(parts)


def guess_test_paths(classname: str, file: str) -> list[str]:
    """Say where a test may stand: as its tool says, or by the name of its class or package."""
    if file:
        return [tidy(file)]
    if "/" in classname:
        return [tidy(classname)]
    # pytest adds the class to the module, Java names the class after the file.
    dotted = classname.partition("$")[0].replace(".", "/")
    parent = dotted.rpartition("/")[0]
    return [f"{stem}{end}" for stem in (dotted, parent) if stem for end in ENDS] + [dotted]
