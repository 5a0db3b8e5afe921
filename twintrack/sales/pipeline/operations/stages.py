"""Move opportunities through their stages, until the customer buys or does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.events import (
    OpportunityAdvanced,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from twintrack.sales.pipeline.lifecycle import OPEN, Stage
from twintrack.sales.pipeline.models import Opportunity


class ClosedAlready(Refusal):
    """The opportunity is won or lost."""

    message = _("This opportunity is closed. Reopen it first.")


class NotClosed(Refusal):
    """The opportunity is still open."""

    message = _("This opportunity is open.")


class StageNotOpen(Refusal):
    """Won and lost are not stages to move to; they are decided."""

    message = _("Choose one of the open stages.")
    status = 422


def _locked(opportunity: Opportunity) -> Opportunity:
    found: Opportunity = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    return found


def _open_at(opportunity: Opportunity, before: Stage, attempted: Stage) -> Opportunity:
    """Lock an opportunity that must be open, and at the stage that the person saw."""
    opportunity = _locked(opportunity)
    if opportunity.stage != before:
        raise StaleEdit(
            field="stage",
            current=opportunity.get_stage_display(),
            attempted=attempted.label,
        )
    if not opportunity.is_open:
        raise ClosedAlready
    return opportunity


def _put(opportunity: Opportunity, stage: Stage, at: datetime, reason: str = "") -> None:
    opportunity.stage, opportunity.stage_since = stage, at
    opportunity.closed_at = None if stage in OPEN else at
    opportunity.lost_reason = reason
    opportunity.save(update_fields=["stage", "stage_since", "closed_at", "lost_reason"])


@transaction.atomic
def advance(
    *,
    opportunity: Opportunity,
    before: Stage,
    to: Stage,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Move an open opportunity to another open stage; `before` is the stage the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StageNotOpen: if it is to be won or lost this way.
    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if to not in OPEN:
        raise StageNotOpen
    opportunity = _open_at(opportunity, before, to)
    if to == before:
        return opportunity
    _put(opportunity, to, at)
    record(
        OpportunityAdvanced(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=before.value,
            to=to.value,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity


@transaction.atomic
def win(
    *,
    opportunity: Opportunity,
    before: Stage,
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
    opportunity = _open_at(opportunity, before, Stage.WON)
    _put(opportunity, Stage.WON, at)
    record(
        OpportunityWon(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=before.value,
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
    before: Stage,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opportunity:
    """
    Note that the customer does not buy, and why; `before` is the stage the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StaleEdit: if somebody moved it in between.
    :raises ClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    opportunity = _open_at(opportunity, before, Stage.LOST)
    _put(opportunity, Stage.LOST, at, reason)
    record(
        OpportunityLost(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=before.value,
            reason=reason,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity


@transaction.atomic
def reopen(
    *,
    opportunity: Opportunity,
    to: Stage,
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
    if to not in OPEN:
        raise StageNotOpen
    if not reason:
        raise ReasonMissing
    opportunity = _locked(opportunity)
    if opportunity.is_open:
        raise NotClosed
    came_from = opportunity.stage
    _put(opportunity, to, at)
    record(
        OpportunityReopened(
            opportunity_id=opportunity.pk,
            number=opportunity.number,
            customer_id=opportunity.customer_id,
            came_from=came_from,
            to=to.value,
            reason=reason,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[opportunity.customer],
    )
    return opportunity
