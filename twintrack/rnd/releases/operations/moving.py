"""Bring a release from state to state until it ships."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.releases.events import ReleaseFrozen, ReleaseMoved
from twintrack.rnd.releases.lifecycle import FROZEN, NEED_REASON, NEXT_STATES, State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations.locking import locked
from twintrack.rnd.releases.operations.watching import remember

# Steps that are more than another state: each has an operation of its own.
OWN_STEPS = frozenset(
    {
        (State.IN_DEVELOPMENT, State.CODE_FREEZE),
        (State.TESTING, State.RELEASED),
        (State.RELEASED, State.WITHDRAWN),
        (State.WITHDRAWN, State.RELEASED),
    }
)


@transaction.atomic
def move(
    *,
    release: Release,
    to: State,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Release:
    """
    Bring a release to another state of its work; going back or calling it off needs a reason.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow, or is reached by freezing or shipping.
    :raises ReasonMissing: if it goes back or is called off without a reason.
    """
    check_may(by, Act.PLAN_RELEASES)
    release = locked(release)
    came_from = State(release.state)
    if to not in NEXT_STATES[came_from] or (came_from, to) in OWN_STEPS:
        raise StateNotReachable
    if (came_from, to) in NEED_REASON and not reason.strip():
        raise ReasonMissing(_("Say why: others have planned with it."))
    release.state = to
    if to not in FROZEN:
        release.frozen_at = None
    release.updated_at = at
    release.save(update_fields=["state", "frozen_at", "updated_at"])
    record(
        ReleaseMoved(
            release_id=release.pk,
            number=release.number,
            name=release.name,
            came_from=came_from.value,
            to=to.value,
            reason=reason.strip(),
        ),
        about=release,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return release


@transaction.atomic
def freeze(*, release: Release, by: User, at: datetime, caused_by: Entry | None = None) -> Release:
    """
    Freeze the code of a release: what comes in or goes out from now on is a late change.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not in development.
    """
    check_may(by, Act.PLAN_RELEASES)
    release = locked(release)
    if release.state != State.IN_DEVELOPMENT:
        raise StateNotReachable
    release.state, release.frozen_at, release.updated_at = State.CODE_FREEZE, at, at
    release.save(update_fields=["state", "frozen_at", "updated_at"])
    # What turns from here on is told.
    remember(release, by=by, at=at)
    record(
        ReleaseFrozen(release_id=release.pk, number=release.number, name=release.name),
        about=release,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return release
