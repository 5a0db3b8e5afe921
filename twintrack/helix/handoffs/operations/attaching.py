"""Move feedback to the requirement it belongs to, and take that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import HandoffMoved, HandoffTakenBack
from twintrack.helix.handoffs.models import Handoff, Proposal, ProposalState, Way
from twintrack.helix.handoffs.operations.demand import recount
from twintrack.helix.handoffs.operations.holding import (
    hold_feedback,
    hold_handoff,
    hold_place,
)
from twintrack.helix.handoffs.operations.linking import Link, link_all
from twintrack.helix.handoffs.operations.placing import parts_of, proposal_of
from twintrack.helix.handoffs.queries import (
    find_handoff,
    is_left_alone,
    parts_behind,
    standing_for,
)
from twintrack.helix.matching.entering import enter
from twintrack.helix.matching.operations import index, index_new
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback


class HandedOverAlready(Refusal):
    """The feedback stands behind this requirement already."""

    message = _("This feedback already belongs to that requirement.")


class MovedMeanwhile(Refusal):
    """The feedback followed its requirement into another one in this very moment."""

    message = _("This feedback has just been moved. Look where it stands now.")


class OtherProduct(Refusal):
    """Feedback and requirement are about different products."""

    message = _("The requirement is about another product than the feedback.")


class NothingToTakeBack(Refusal):
    """The feedback was not moved, or somebody has moved it on."""

    message = _("There is nothing to take back: somebody may have moved it on already.")


@transaction.atomic
def attach(
    *,
    feedback: Feedback,
    requirement: Requirement,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Handoff:
    """
    Put feedback behind a requirement that exists, whether it stood behind another or none.

    A merged requirement gives it to the one that stands for it. One that was made for this
    feedback alone, and that nobody has touched, is merged into the other.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProduct: if they are about different products.
    :raises HandedOverAlready: if it stands there already.
    :raises MovedMeanwhile: if it follows a merge in this very moment.
    """
    check_may(by, Act.HAND_OVER)
    requirement = standing_for(requirement)
    feedback = hold_feedback(feedback.pk)
    products = {feedback.product_id, *feedback.also_products.values_list("pk", flat=True)}
    if requirement.product_id not in products:
        raise OtherProduct
    known = find_handoff(feedback, requirement.product)
    if known is None:
        hold_place(requirement)
        new = Handoff(feedback=feedback, requirement=requirement, way=Way.ATTACHED)
        with together():
            [handoff] = link_all([Link(handoff=new, at=at, caused_by=caused_by)], by=by, at=at)
        _settle(handoff, by, at)
        return handoff
    held = hold_handoff(known.pk, to=requirement)
    if held is None:
        raise MovedMeanwhile
    if held.requirement == requirement:
        raise HandedOverAlready
    with together():
        _attach_instead(held, requirement, by=by, at=at, caused_by=caused_by)
    return held


def _attach_instead(
    handoff: Handoff,
    requirement: Requirement,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    feedback, before = handoff.feedback, handoff.requirement
    move(handoff, requirement, Way.ATTACHED, by=by, at=at, caused_by=caused_by)
    _settle(handoff, by, at)
    entry = record(
        HandoffMoved(
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
            came_from_number=before.number,
            requirement_id=requirement.pk,
            requirement_number=requirement.number,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[before, requirement],
    )
    if handoff.way_before == Way.CREATED and is_left_alone(before):
        backlog.merge(sources=[before], target=requirement, by=automation(), at=at, caused_by=entry)


def move(
    handoff: Handoff,
    to: Requirement,
    way: Way,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    """Put a handoff that is held behind another requirement, and count again for both."""
    before = handoff.requirement
    handoff.before, handoff.way_before = before, handoff.way
    handoff.requirement, handoff.way = to, way
    handoff.save(update_fields=["requirement", "way", "before", "way_before"])
    for one in (before, to):
        index(requirement=one, parts=parts_behind(one))
        recount(one, by=by, at=at, caused_by=caused_by)


def _settle(handoff: Handoff, by: User, at: datetime) -> None:
    """A person said where it belongs: what was proposed is decided with that."""
    proposals = Proposal.objects.filter(
        feedback_id=handoff.feedback_id, product_id=handoff.product_id, state=ProposalState.OPEN
    )
    decided = {"decided_by": by, "decided_at": at}
    proposals.filter(requirement_id=handoff.requirement_id).update(
        state=ProposalState.ACCEPTED, **decided
    )
    proposals.update(state=ProposalState.LAPSED, **decided)


@transaction.atomic
def take_back(
    *, handoff: Handoff, by: User, at: datetime, caused_by: Entry | None = None
) -> Handoff | None:
    """
    Take back that feedback was moved or attached, with all that followed from it.

    What a person attached first stands behind nothing again; gives nothing then.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingToTakeBack: if it was not moved, or has been moved on.
    """
    check_may(by, Act.HAND_OVER)
    found = hold_handoff(handoff.pk)
    if found is None or (found.before is None and found.way != Way.ATTACHED):
        raise NothingToTakeBack
    with together():
        return _take_back(found, by=by, at=at, caused_by=caused_by)


def _take_back(
    found: Handoff, *, by: User, at: datetime, caused_by: Entry | None
) -> Handoff | None:
    left, back = found.requirement, found.before
    if back is None:
        _unlink(found, by=by, at=at, caused_by=caused_by)
    else:
        if back.state == RequirementState.MERGED:
            back = backlog.unmerge(requirement=back, by=automation(), at=at, caused_by=caused_by)
        move(found, back, Way(found.way_before), by=by, at=at, caused_by=caused_by)
        found.before, found.way_before = None, ""
        found.save(update_fields=["before", "way_before"])
    Proposal.objects.filter(
        feedback_id=found.feedback_id,
        product_id=found.product_id,
        state__in=[ProposalState.ACCEPTED, ProposalState.LAPSED],
    ).update(state=ProposalState.OPEN, decided_by=None, decided_at=None)
    record(
        HandoffTakenBack(
            feedback_id=found.feedback_id,
            feedback_number=found.feedback.number,
            requirement_id=left.pk,
            requirement_number=left.number,
            to_number=back.number if back else "",
        ),
        about=found.feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[left, back] if back else [left],
    )
    return found if back else None


def _unlink(handoff: Handoff, *, by: User, at: datetime, caused_by: Entry | None) -> None:
    feedback, requirement = handoff.feedback, handoff.requirement
    # The key goes with the row, but the row is still told of.
    Handoff.objects.filter(pk=handoff.pk).delete()
    if feedback.state == State.LINKED and not feedback.handoffs.exists():
        to = State.TRIAGED if feedback.triaged_at else State.NEW
        feedback_operations.move(feedback=feedback, to=to, by=by, at=at, caused_by=caused_by)
    index(requirement=requirement, parts=parts_behind(requirement))
    recount(requirement, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def separate(
    *, handoff: Handoff, by: User, at: datetime, caused_by: Entry | None = None
) -> Handoff:
    """
    Give feedback a requirement of its own: it is not the same as what it was put behind.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingToTakeBack: if it stands alone behind its own requirement already.
    """
    check_may(by, Act.HAND_OVER)
    found = hold_handoff(handoff.pk, makes_new=True)
    if found is None or found.way == Way.CREATED:
        raise NothingToTakeBack
    with together():
        return _separate(found, by=by, at=at, caused_by=caused_by)


def _separate(found: Handoff, *, by: User, at: datetime, caused_by: Entry | None) -> Handoff:
    feedback, left = found.feedback, found.requirement
    own = backlog.propose(
        product=found.product,
        proposal=proposal_of(feedback),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    index_new([enter(own, parts_of(feedback, found.product))])
    move(found, own, Way.CREATED, by=by, at=at, caused_by=caused_by)
    record(
        HandoffMoved(
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
            came_from_number=left.number,
            requirement_id=own.pk,
            requirement_number=own.number,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[left, own],
    )
    return found
