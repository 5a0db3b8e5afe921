"""
What changed in a release after its freeze, as far as apps above know it.

Requirements that came in or went out, commits, work items: each app registers how it lists its
own, and the page of the release shows them together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from twintrack.foundation.people.models import User
from twintrack.rnd.releases.models import Release


@dataclass(frozen=True, kw_only=True)
class LateChange:
    """
    One thing that changed late: what, by whom, when and why.

    `kind` is a kind of object, `what` the change in words, `tone` in, out or nothing; `url` is
    empty where the reader may not follow, `by` nobody where it is not known.
    """

    kind: str
    number: str
    title: str
    what: str
    at: datetime
    by: User | None = None
    url: str = ""
    reason: str = ""
    tone: str = ""


# Lists the late changes of a release for a reader, the newest first.
List = Callable[[Release, User], list[LateChange]]
_lists: list[List] = []


def register_late_changes(listed: List) -> None:
    """Say what changed in releases after their freeze; called from an app's `ready`."""
    if listed not in _lists:
        _lists.append(listed)


def list_late(release: Release, *, for_user: User) -> list[LateChange]:
    """List all that changed in a release after its freeze, the newest first."""
    if release.frozen_at is None:
        return []
    found = [each for listed in _lists for each in listed(release, for_user)]
    return sorted(found, key=lambda each: each.at, reverse=True)
