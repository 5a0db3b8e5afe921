"""
The files measures are read from, and which of them hold.

A part is never changed: a new one is written beside it, and the list of those that hold
(`parts.json`) is replaced in one step at the end. Whoever reads has one list, whole, whatever is
being written; what a run that was cut off left behind is removed by the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

LIST = "parts.json"
CELLS = "cells"
# Files of lists that were replaced stay for so many further ones: somebody may still read them.
KEPT = 3


@dataclass(frozen=True)
class Parts:
    """Which files hold: of each table, and of the cells, one a month."""

    version: int = 0
    # How far the ledger had been read, and what each source remembers of its own.
    position: int = 0
    marks: Mapping[str, int] = field(default_factory=dict)
    made_at: str = ""
    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def months(self, table: str) -> dict[str, str]:
        """Give the files of a table by month."""
        return dict(self.files.get(table, {}))


@dataclass(frozen=True)
class Store:
    """A folder with parts."""

    folder: Path

    def read(self) -> Parts:
        """Read which files hold; none where nothing was written yet."""
        try:
            found: dict[str, Any] = json.loads((self.folder / LIST).read_text("utf-8"))
        except FileNotFoundError:
            return Parts()
        return Parts(**found)

    def path(self, name: str) -> Path:
        """Where a file lies."""
        return self.folder / name

    def name(self, table: str, month: str, version: int) -> str:
        """Name the file of a month as of a version of the list."""
        return f"{table}/{month}.{version}.parquet"

    def paths(self, parts: Parts, table: str, months: Iterable[str] | None = None) -> list[Path]:
        """Give the files of a table, of some months or all."""
        held = parts.months(table)
        chosen = held.keys() if months is None else held.keys() & set(months)
        return [self.path(held[month]) for month in sorted(chosen)]

    def paths_of(self, parts: Parts, tables: Iterable[str]) -> dict[str, list[Path]]:
        """Give the files of several tables, by their names."""
        return {table: self.paths(parts, table) for table in sorted(set(tables))}

    def hold(self, parts: Parts, **changes: Any) -> Parts:
        """Let a new list take the place of the present one, in one step."""
        made = replace(parts, **changes)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f"{LIST}.{os.getpid()}"
        with beside.open("w", encoding="utf-8") as written:
            json.dump(
                {
                    "version": made.version,
                    "position": made.position,
                    "marks": dict(made.marks),
                    "made_at": made.made_at,
                    "files": {table: dict(months) for table, months in made.files.items()},
                },
                written,
            )
            written.flush()
            os.fsync(written.fileno())
        beside.replace(self.folder / LIST)
        return made

    def sweep(self, parts: Parts) -> int:
        """Remove files that hold no more and are old enough, and those of runs cut off."""
        held = {name for months in parts.files.values() for name in months.values()}
        gone = 0
        for file in self.folder.rglob("*.parquet"):
            name = file.relative_to(self.folder).as_posix()
            version = int(file.name.split(".")[1])
            # Newer than the list: left by a run that was cut off before its list held.
            if name not in held and (version > parts.version or version <= parts.version - KEPT):
                file.unlink(missing_ok=True)
                gone += 1
        return gone
