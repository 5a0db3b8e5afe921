"""Take back a move that was made by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.undoing import ChangedSince, entries_to_undo
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.events import OpportunityAdvanced
from twintrack.sales.pipeline.lifecycle import TaskState
from twintrack.sales.pipeline.models import Opportunity, OpportunityTask, StagePassage
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations.holding import hold


@transaction.atomic
def undo_move(*, first: int, last: int, by: User, at: datetime) -> Opportunity:
    """
    Put an opportunity back to the stage that the person moved it from, as if it never left.

    The passage of the mistake is gone, the one before goes on, and tasks that the playbook made
    of it and nobody touched are gone too. What was filled in stays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if the person did not move it there.
    :raises TooLate: if it was more than an hour ago.
    :raises ChangedSince: if it was moved again since, or its former stage is retired.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    [*_earlier, entry] = entries_to_undo(
        first=first,
        last=last,
        kinds=[OpportunityAdvanced.kind],
        among=Opportunity.objects.visible_to(by),
        by=by,
        at=at,
    )
    event = entry.event
    assert isinstance(event, OpportunityAdvanced)
    opportunity = hold(Opportunity(pk=entry.about_id))
    if opportunity.stage != event.to or event.came_from not in [s.code for s in open_stages()]:
        raise ChangedSince
    _give_back(opportunity, event.came_from, since=entry.happened_at)
    record(
        OpportunityAdvanced(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=event.to,
            to=event.came_from,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=entry,
        also=[opportunity.customer],
    )
    return opportunity


def _give_back(opportunity: Opportunity, stage: str, *, since: datetime) -> None:
    passages = StagePassage.objects.filter(opportunity=opportunity)
    passages.filter(left_at=None).delete()
    # Of a stage that it had passed before, the earlier passage counts again.
    for code in {opportunity.stage, stage}:
        newest = passages.filter(stage=code).order_by("-entered_at", "-pk").first()
        if newest is not None and not newest.is_last:
            newest.is_last = True
            newest.save(update_fields=["is_last"])
    before = passages.order_by("-entered_at", "-pk").first()
    if before is not None:
        before.left_at, before.outcome = None, ""
        before.save(update_fields=["left_at", "outcome"])
    made = OpportunityTask.objects.filter(opportunity=opportunity, template__isnull=False)
    made.filter(stage=opportunity.stage, state=TaskState.TODO, made_at__gte=since).delete()
    opportunity.stage = stage
    opportunity.stage_since = before.entered_at if before is not None else opportunity.stage_since
    opportunity.save(update_fields=["stage", "stage_since"])
