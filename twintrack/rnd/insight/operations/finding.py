"""Findings are made once, and somebody says what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.objects.numbering import hold_numbers, next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Kind
from twintrack.rnd.backlog.operations import Proposal
from twintrack.rnd.insight.events import (
    FindingAssigned,
    FindingBecameImprovement,
    FindingMade,
    FindingMoved,
)
from twintrack.rnd.insight.lifecycle import State
from twintrack.rnd.insight.models import Finding

PREFIX = "FI"
# Late rows may move the beginning of a shift by so much: it is the same one all the same.
NEAR = timedelta(weeks=4)


class DismissalUnexplained(ReasonMissing):
    """A finding is put aside without a word."""

    message = _("Say why this is no reason to act.")


class OwnerUnfit(Refusal):
    """Who looks after a finding must be able to read it."""

    message = _("This colleague may not see the finding, so cannot look after it.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: where, since when, and by how much."""

    measure: str
    product: Product
    module: Module | None
    shape: str
    side: int
    since: date
    seen_in: date
    before: float
    after: float
    count: int
    distance: float


@transaction.atomic
def make_finding(
    *, found: Found, by: User, at: datetime, caused_by: Entry | None = None
) -> Finding | None:
    """
    Write a finding down; the product's owner looks after it.

    Nothing happens if the same is known: the same measure in the same place going the same way,
    begun within four weeks of the other, or seen while the other was not over.
    """
    # One at a time: two that look at once would both find it new.
    hold_numbers(PREFIX)
    known = Finding.objects.filter(
        measure=found.measure,
        product=found.product,
        side=found.side,
        since__lte=found.seen_in,
        seen_in__gte=found.since - NEAR,
    )
    if found.module is not None:
        known = known.filter(module=found.module) | known.filter(module=None)
    if known.exists():
        return None
    finding: Finding = Finding.objects.create(
        number=next_number(PREFIX),
        owner_id=found.product.owner_id,
        created_at=at,
        **{name: getattr(found, name) for name in found.__dataclass_fields__},
    )
    record(
        FindingMade(
            finding_id=finding.pk,
            number=finding.number,
            measure=finding.measure,
            product_id=finding.product_id,
            module_id=finding.module_id,
            shape=finding.shape,
            side=finding.side,
            since=finding.since,
            before=finding.before,
            after=finding.after,
            count=finding.count,
            owner_id=finding.owner_id,
        ),
        about=finding,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[found.product],
    )
    return finding


def _held(finding: Finding, to: State) -> Finding:
    held: Finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if to not in held.next_states:
        raise StateNotReachable
    return held


@transaction.atomic
def move_finding(
    *,
    finding: Finding,
    to: State,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Finding:
    """
    Acknowledge a finding, dismiss it with a reason, or open it again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow the present one.
    :raises DismissalUnexplained: if it is dismissed without a reason.
    """
    check_may(by, Act.SEE_INSIGHT)
    if to == State.IMPROVING:
        raise StateNotReachable
    held = _held(finding, to)
    reason = reason.strip()
    if to == State.DISMISSED and not reason:
        raise DismissalUnexplained
    came_from = held.state
    is_open = to == State.OPEN
    held.state, held.reason = to, reason
    held.settled_by, held.settled_at = (None, None) if is_open else (by, at)
    held.save(update_fields=["state", "reason", "settled_by", "settled_at"])
    record(
        FindingMoved(
            finding_id=held.pk, number=held.number, came_from=came_from, to=to, reason=reason
        ),
        about=held,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return held


@transaction.atomic
def improve(
    *,
    finding: Finding,
    title: str,
    description: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Finding:
    """
    Answer a finding by a technical requirement of its product.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it was dismissed or answered already.
    """
    check_may(by, Act.SEE_INSIGHT)
    held = _held(finding, State.IMPROVING)
    with together():
        held.requirement = backlog.propose(
            product=held.product,
            proposal=Proposal(title=title, description=description, kind=Kind.TECHNICAL),
            by=by,
            at=at,
            caused_by=caused_by,
        )
        held.state, held.settled_by, held.settled_at = State.IMPROVING, by, at
        held.save(update_fields=["state", "requirement", "settled_by", "settled_at"])
        record(
            FindingBecameImprovement(
                finding_id=held.pk,
                number=held.number,
                requirement_id=held.requirement.pk,
                requirement_number=held.requirement.number,
            ),
            about=held,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[held.requirement],
        )
    return held


@transaction.atomic
def assign_finding(
    *, finding: Finding, to: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Finding:
    """
    Let somebody else look after a finding.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OwnerUnfit: if who is to look after it may not see it.
    """
    check_may(by, Act.SEE_INSIGHT)
    held: Finding = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
    if held.owner_id == to.pk:
        return held
    # What somebody who leaves looked after goes to whoever is there.
    if caused_by is None and not Finding.objects.visible_to(to).filter(pk=held.pk).exists():
        raise OwnerUnfit
    came_from, held.owner = held.owner_id, to
    held.save(update_fields=["owner"])
    record(
        FindingAssigned(finding_id=held.pk, number=held.number, came_from=came_from, to=to.pk),
        about=held,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return held
