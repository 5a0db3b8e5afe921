"""What every move of an opportunity writes: where it stands, and the passage it leaves behind."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import CLOSED, Outcome
from twintrack.sales.pipeline.models import Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import known_stages, stage_label


def put(
    opportunity: Opportunity, stage: str, at: datetime, *, by: User, outcome: str = ""
) -> list[str]:
    """
    Let an opportunity be at a stage or an end from now on; gives the fields to save.

    `outcome` says how it left the stage before; where it is not given, the order of the way does.
    """
    leave(opportunity, at, outcome or _outcome(opportunity.stage, stage))
    opportunity.stage, opportunity.stage_since = stage, at
    opportunity.closed_at = at if stage in CLOSED else None
    if stage not in CLOSED:
        enter(opportunity, at, by=by)
    return ["stage", "stage_since", "closed_at"]


def enter(opportunity: Opportunity, at: datetime, *, by: User) -> None:
    """Begin a passage through the stage where an opportunity is; earlier ones count no more."""
    earlier = StagePassage.objects.filter(opportunity=opportunity, stage=opportunity.stage)
    earlier.update(is_last=False)
    stage = known_stages().get(opportunity.stage)
    with override("zh-hans"):
        chinese = stage_label(opportunity.stage)
    with override("en"):
        english = stage_label(opportunity.stage)
    StagePassage.objects.create(
        opportunity=opportunity,
        stage=opportunity.stage,
        name_zh=chinese,
        name_en=english,
        probability=stage.probability if stage else 0,
        entered_at=at,
        entered_by=by,
    )


def leave(opportunity: Opportunity, at: datetime, outcome: str) -> None:
    """End the passage that an opportunity is on, if it is on one."""
    running = StagePassage.objects.filter(opportunity=opportunity, left_at=None)
    running.update(left_at=at, outcome=outcome)


def _outcome(came_from: str, to: str) -> str:
    if to in CLOSED:
        return str(to)
    way = list(known_stages())
    if came_from in way and to in way and way.index(to) < way.index(came_from):
        return Outcome.BACK
    return Outcome.ONWARD
