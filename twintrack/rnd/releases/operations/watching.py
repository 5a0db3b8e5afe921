"""Note how the gates of frozen releases stand, and tell when one turns."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.rnd.releases.events import GateTurned
from twintrack.rnd.releases.gates import Verdict, check_list
from twintrack.rnd.releases.models import GateState, Release
from twintrack.rnd.releases.operations.locking import locked

TOLD = frozenset({Verdict.OK, Verdict.FAILING})


@transaction.atomic
def note_gates(
    *, release: Release, by: User, at: datetime, caused_by: Entry | None = None
) -> list[GateTurned]:
    """Keep what the gates of a frozen release find now; what turned since is told."""
    release = locked(release)
    if not release.is_frozen:
        return []
    turned = remember(release, by=by, at=at)
    records = [Record(event=each, about=release) for each in turned]
    record_many(records, by=by, at=at, caused_by=caused_by)
    return turned


def remember(release: Release, *, by: User, at: datetime) -> list[GateTurned]:
    """Keep what the gates of a release that is held find, and give what turned."""
    known = {each.code: each for each in GateState.objects.filter(release=release)}
    turned = []
    for checked in check_list(release, for_user=by):
        code, verdict = checked.gate.code, checked.fact.verdict
        state = known.get(code) or GateState(release=release, code=code, since=at)
        if state.verdict == verdict:
            continue
        if {state.verdict, verdict} <= TOLD:
            turned.append(
                GateTurned(
                    release_id=release.pk,
                    number=release.number,
                    name=release.name,
                    code=code,
                    verdict=verdict.value,
                )
            )
        state.verdict, state.since = verdict, at
        state.save()
    return turned
