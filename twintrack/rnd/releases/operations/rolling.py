"""Plan how a release reaches the installed base, hold it back, and let it go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.releases.events import RolloutPaused, RolloutPlanned, RolloutResumed
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release, RolloutStep
from twintrack.rnd.releases.operations.locking import locked

WEEK = timedelta(days=7)
MOST = 52


class StepsUnfit(Refusal):
    """Shares that do not grow, or are none."""

    message = _("Give up to 52 shares, one a week: each from 1 to 100 and no smaller than before.")
    status = 422


class NotRolling(Refusal):
    """There is no roll-out to hold back, or it is held back already, or not at all."""

    message = _("There is nothing to hold back here, or it stands as you want it already.")


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """The week in which customers get a release first, and the share of each week from then on."""

    start: date
    percents: Sequence[int]


@transaction.atomic
def plan_rollout(
    *,
    release: Release,
    rollout: Rollout,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[RolloutStep]:
    """
    Plan which share of the installed base gets a release by which week; none takes the plan away.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StepsUnfit: if the shares do not grow from 1 to 100.
    """
    check_may(by, Act.SHIP_RELEASES)
    percents = list(rollout.percents)
    if len(percents) > MOST or any(not 1 <= each <= 100 for each in percents):
        raise StepsUnfit
    if any(after < before for before, after in pairwise(percents)):
        raise StepsUnfit
    release = locked(release)
    first = rollout.start - timedelta(days=rollout.start.weekday())
    wanted = [(first + WEEK * n, percent) for n, percent in enumerate(percents)]
    stands = list(release.rollout.order_by("week").values_list("week", "percent"))
    if wanted == stands:
        return list(release.rollout.order_by("week"))
    release.rollout.all().delete()
    steps = [RolloutStep(release=release, week=week, percent=share) for week, share in wanted]
    RolloutStep.objects.bulk_create(steps)
    record(
        RolloutPlanned(
            release_id=release.pk,
            number=release.number,
            name=release.name,
            first_week=first if percents else None,
            percents=percents,
        ),
        about=release,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return steps


@transaction.atomic
def pause_rollout(
    *, release: Release, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Release:
    """
    Let no more customers get a release for now.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises NotRolling: if it is not out, has no plan, or is held back already.
    """
    check_may(by, Act.SHIP_RELEASES)
    if not reason.strip():
        raise ReasonMissing(_("Say why the roll-out waits: customers will ask."))
    release = locked(release)
    is_rolling = release.state == State.RELEASED and release.rollout.exists()
    if not is_rolling or release.rollout_paused_on:
        raise NotRolling
    release.rollout_paused_on, release.rollout_reason = timezone.localdate(at), reason.strip()
    release.save(update_fields=["rollout_paused_on", "rollout_reason"])
    record(
        RolloutPaused(
            release_id=release.pk,
            number=release.number,
            name=release.name,
            reason=release.rollout_reason,
        ),
        about=release,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return release


@transaction.atomic
def resume_rollout(
    *, release: Release, by: User, at: datetime, caused_by: Entry | None = None
) -> Release:
    """
    Let the roll-out of a release go on; what was ahead moves by the weeks that it waited.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotRolling: if it does not wait.
    """
    check_may(by, Act.SHIP_RELEASES)
    release = locked(release)
    paused_on = release.rollout_paused_on
    if paused_on is None:
        raise NotRolling
    weeks = (_monday(timezone.localdate(at)) - _monday(paused_on)).days // 7
    release.rollout_paused_on, release.rollout_reason = None, ""
    release.save(update_fields=["rollout_paused_on", "rollout_reason"])
    # The last first, so that no two ever stand in one week.
    for step in release.rollout.filter(week__gt=_monday(paused_on)).order_by("-week"):
        step.week += WEEK * weeks
        step.save(update_fields=["week"])
    record(
        RolloutResumed(
            release_id=release.pk, number=release.number, name=release.name, weeks=weeks
        ),
        about=release,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return release


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
