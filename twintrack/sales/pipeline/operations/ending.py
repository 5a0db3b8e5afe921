"""Let opportunities end: the customer buys or does not, or thinks again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.refusals import ReasonMissing
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.events import OpportunityLost, OpportunityReopened, OpportunityWon
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Competitor, LostReason, Opportunity
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.operations.holding import NotClosed, StageNotOpen, hold, hold_at
from twintrack.sales.pipeline.operations.outcomes import know_competitor
from twintrack.sales.pipeline.operations.passing import put


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What is counted of a loss, beside the words; a competitor nobody knew yet is added."""

    because: LostReason | None = None
    competitor: str = ""


UNSAID = Loss()


@transaction.atomic
def win(
    *,
    opportunity: Opportunity,
    before: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Note that the customer buys; `before` is the stage the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity = hold_at(opportunity, before, Stage.WON)
    opportunity.save(update_fields=put(opportunity, Stage.WON.value, at, by=by))
    record(
        OpportunityWon(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=str(before),
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity


@transaction.atomic
def lose(
    *,
    opportunity: Opportunity,
    before: str,
    reason: str = "",
    loss: Loss = UNSAID,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Note that the customer does not buy, and why: as counted, in words, or both.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    reason = reason.strip()
    if not reason and loss.because is None:
        raise ReasonMissing
    with together():
        opportunity = hold_at(opportunity, before, Stage.LOST)
        fields = put(opportunity, Stage.LOST.value, at, by=by)
        rival = None
        if loss.competitor.strip():
            rival = know_competitor(name=loss.competitor, by=by, at=at, caused_by=caused_by)
        _write(opportunity, reason, loss.because, rival)
        opportunity.save(update_fields=[*fields, "lost_reason", "lost_because", "lost_to"])
        record(
            OpportunityLost(
                opportunity_id=opportunity.pk,
                number=opportunity.number,
                customer_id=opportunity.customer_id,
                came_from=str(before),
                reason=reason,
                because=loss.because.code if loss.because else "",
                competitor=rival.name if rival else "",
            ),
            about=opportunity,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[opportunity.customer],
        )
    return opportunity


def _write(
    opportunity: Opportunity, reason: str, because: LostReason | None, to: Competitor | None
) -> None:
    opportunity.lost_reason = reason
    opportunity.lost_because, opportunity.lost_to = because, to


@transaction.atomic
def reopen(
    *,
    opportunity: Opportunity,
    to: str,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Open a won or lost opportunity again at a stage, and say why.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StageNotOpen: if the stage is not an open one.
    :raises ReasonMissing: if no reason is given.
    :raises NotClosed: if it is open.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    reason = reason.strip()
    if to not in [each.code for each in open_stages()]:
        raise StageNotOpen
    if not reason:
        raise ReasonMissing
    opportunity = hold(opportunity)
    if opportunity.is_open:
        raise NotClosed
    came_from = opportunity.stage
    fields = put(opportunity, str(to), at, by=by)
    _write(opportunity, "", None, None)
    opportunity.save(update_fields=[*fields, "lost_reason", "lost_because", "lost_to"])
    record(
        OpportunityReopened(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=came_from,
            to=str(to),
            reason=reason,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity
