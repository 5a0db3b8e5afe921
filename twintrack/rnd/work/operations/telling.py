"""What changes of work items concern besides: the releases that work comes into or goes out of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twintrack.foundation.ledger.operations import Record
from twintrack.rnd.releases.models import Release
from twintrack.rnd.work.events import WorkItemChanged


def with_releases(records: Sequence[Record]) -> list[Record]:
    """Let what happened to work concern the releases in it as well, asked for in one query."""
    wanted = [_release_ids(each) for each in records]
    named = {pk for ids in wanted for pk in ids}
    found = Release.objects.in_bulk(named) if named else {}
    return [
        replace(each, also=[found[pk] for pk in ids if pk in found])
        for each, ids in zip(records, wanted, strict=True)
    ]


def _release_ids(told: Record) -> list[int]:
    changes = told.event.changes if isinstance(told.event, WorkItemChanged) else []
    moves = [each for each in changes if each["field"] == "release"]
    return sorted({each[side] for each in moves for side in ("came_from", "to")} - {None})
