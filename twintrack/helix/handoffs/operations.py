"""Hand feedback over to R&D, and move it to where it belongs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import FeedbackHandedOver, HandoffMoved
from twintrack.helix.handoffs.models import Handoff, Way
from twintrack.helix.handoffs.queries import count_demand, find_handoff, standing_for
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback


class HandedOverAlready(Refusal):
    """The feedback stands behind this requirement already."""

    message = _("This feedback stands behind that requirement already.")


class OtherProduct(Refusal):
    """Feedback and requirement are about different products."""

    message = _("The requirement is about another product than the feedback.")


@transaction.atomic
def hand_over(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Handoff:
    """
    Make a requirement of what a customer said; asked again, give the one made before.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    made = find_handoff(feedback)
    if made is not None:
        return made
    fixes = Kind.DEFECT_FIX if feedback.kind == "complaint" else Kind.IMPROVEMENT
    requirement = backlog.propose(
        product=feedback.product,
        proposal=backlog.Proposal(title=feedback.title, description=feedback.verbatim, kind=fixes),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return _link(feedback, requirement, Way.CREATED, by=by, at=at, caused_by=caused_by)


def _link(
    feedback: Feedback,
    requirement: Requirement,
    way: Way,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Handoff:
    handoff = Handoff.objects.create(
        feedback=feedback, requirement=requirement, way=way, made_at=at
    )
    if feedback.state in {State.NEW, State.TRIAGED}:
        feedback_operations.move(
            feedback=feedback, to=State.LINKED, by=by, at=at, caused_by=caused_by
        )
    recount(requirement, by=by, at=at, caused_by=caused_by)
    record(
        FeedbackHandedOver(
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
            requirement_id=requirement.pk,
            requirement_number=requirement.number,
            way=way.value,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[requirement],
    )
    return handoff


def recount(requirement: Requirement, *, by: User, at: datetime, caused_by: Entry | None) -> None:
    """Count again who waits for a requirement, inside the change that moved them."""
    customers, feedbacks = count_demand(requirement)
    backlog.set_demand(
        requirement=requirement,
        customers=customers,
        feedbacks=feedbacks,
        revenue=requirement.revenue,
        by=by,
        at=at,
        caused_by=caused_by,
    )


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

    A merged requirement gives it to the one that stands for it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProduct: if they are about different products.
    :raises HandedOverAlready: if it stands there already.
    """
    check_may(by, Act.HAND_OVER)
    requirement = standing_for(requirement)
    if feedback.product_id != requirement.product_id:
        raise OtherProduct
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    handoff = find_handoff(feedback)
    if handoff is None:
        return _link(feedback, requirement, Way.ATTACHED, by=by, at=at, caused_by=caused_by)
    before = handoff.requirement
    if before == requirement:
        raise HandedOverAlready
    handoff.requirement, handoff.way = requirement, Way.ATTACHED
    handoff.save(update_fields=["requirement", "way"])
    for one in (before, requirement):
        recount(one, by=by, at=at, caused_by=caused_by)
    record(
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
    return handoff
