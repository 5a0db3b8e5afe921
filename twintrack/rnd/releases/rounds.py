"""The worker's rounds: gates of frozen releases are looked at every few minutes."""

from __future__ import annotations

from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.rnd.releases import operations, queries


def watch_gates(at: datetime) -> None:
    """Tell where a gate of a frozen release turned."""
    for release in queries.list_frozen():
        operations.note_gates(release=release, by=automation(), at=at)
