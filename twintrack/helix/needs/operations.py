"""Say what a deal needs of R&D."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.operations import join
from twintrack.helix.needs.events import NeedChanged, NeedDropped, NeedNoted
from twintrack.helix.needs.models import Need
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.visibility import may_see
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import ClosedAlready


class NeededAlready(Refusal):
    """The deal needs it already."""

    message = _("This requirement stands there already.")


@transaction.atomic
def note_need(
    *,
    opportunity: Opportunity,
    requirement: Requirement,
    is_must: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Need:
    """
    Note that a deal needs a requirement; its owner watches that from now on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ClosedAlready: if the deal is won or lost.
    :raises NeededAlready: if it was noted before.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity = Opportunity.objects.select_for_update(no_key=True).get(pk=opportunity.pk)
    if not opportunity.is_open:
        raise ClosedAlready
    need, is_new = Need.objects.get_or_create(
        opportunity=opportunity,
        requirement=requirement,
        defaults={"is_must": is_must, "noted_by": by, "noted_at": at},
    )
    if not is_new:
        raise NeededAlready
    if may_see(opportunity.owner, requirement):
        join(about=requirement, people=[opportunity.owner_id], at=at)
    record(
        NeedNoted(
            opportunity_id=opportunity.pk,
            opportunity=opportunity.number,
            requirement_id=requirement.pk,
            requirement=requirement.number,
            is_must=is_must,
        ),
        about=opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[requirement],
    )
    return need


@transaction.atomic
def change_need(
    *, need: Need, is_must: bool, by: User, at: datetime, caused_by: Entry | None = None
) -> Need:
    """
    Say whether the customer would buy without it.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
    if need.is_must == is_must:
        return need
    need.is_must = is_must
    need.save(update_fields=["is_must"])
    record(
        NeedChanged(
            opportunity_id=need.opportunity_id,
            opportunity=need.opportunity.number,
            requirement_id=need.requirement_id,
            requirement=need.requirement.number,
            is_must=is_must,
        ),
        about=need.opportunity,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[need.requirement],
    )
    return need


@transaction.atomic
def drop_need(*, need: Need, by: User, at: datetime, caused_by: Entry | None = None) -> Opportunity:
    """
    Note that a deal does not need a requirement any more.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    opportunity, requirement = need.opportunity, need.requirement
    event = NeedDropped(
        opportunity_id=opportunity.pk,
        opportunity=opportunity.number,
        requirement_id=requirement.pk,
        requirement=requirement.number,
    )
    need.delete()
    record(event, about=opportunity, by=by, at=at, caused_by=caused_by, also=[requirement])
    return opportunity
