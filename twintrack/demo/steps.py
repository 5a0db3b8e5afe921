"""A commit of the made-up company, as its chapters tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from twintrack.foundation.people.models import User


@dataclass(frozen=True, kw_only=True)
class Step:
    """A commit: when, by whom, why, how many lines of which file, in which module."""

    at: datetime
    by: User
    message: str
    path: str
    lines: int
    module: str
    # The branch it is on as long as it is not merged.
    branch: str = "main"
    sha: str = ""

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0]


def chance(*words: object, of: int) -> int:
    """Give the same number below `of` for the same words."""
    return crc32("/".join(map(str, words)).encode()) % of
