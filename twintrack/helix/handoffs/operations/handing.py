"""Hand feedback over to R&D: behind a requirement that stands there, or behind a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import FeedbackHandedOver, Likeness, SimilarProposed
from twintrack.helix.handoffs.models import Handoff, Proposal, Way
from twintrack.helix.handoffs.operations.demand import recount
from twintrack.helix.handoffs.queries import (
    brings_a_part,
    get_thresholds,
    parts_behind,
)
from twintrack.helix.matching.operations import Parts, index
from twintrack.helix.matching.queries import Similar, find_similar
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import SET_ASIDE, State
from twintrack.sales.feedback.models import Feedback

# So many requirements are proposed for one piece of feedback at most.
PROPOSED = 3


class SetAside(Refusal):
    """What is withdrawn, or repeats other feedback, is nothing to build."""

    message = _("This feedback is withdrawn or repeats another. Take that back first.")


@transaction.atomic
def hand_over(
    *,
    feedback: Feedback,
    product: Product | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Handoff:
    """
    Put what a customer said behind a requirement; asked again, give the handoff made before.

    Behind one that stands there, if it is the same surely enough; else behind a new one, and
    those that may be the same are proposed. `product` is one of several it is about.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SetAside: if it is withdrawn or repeats another.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    # Locked first: whoever else hands it over waits here, and then finds it done.
    held = Feedback.objects.select_for_update(of=("self",))
    feedback = held.select_related("product", "module").get(pk=feedback.pk)
    product = product or feedback.product
    made = Handoff.objects.filter(feedback=feedback, product=product).first()
    if made is not None:
        return made
    if feedback.state in SET_ASIDE:
        raise SetAside
    similar = similar_to(feedback, product)
    thresholds = get_thresholds()
    if similar and similar[0].similarity >= thresholds.attach:
        # Held before anything is recorded, so that two who attach do not wait for one another.
        same = Requirement.objects.select_for_update().get(pk=similar[0].requirement.pk)
        if same.state in OPEN:
            return _match(feedback, same, similar[0], by=by, at=at, caused_by=caused_by)
    handoff = make_own(feedback, product, by=by, at=at, caused_by=caused_by)
    near = [each for each in similar if each.similarity >= thresholds.propose]
    if near:
        propose(feedback, product, near[:PROPOSED], by=by, at=at, caused_by=caused_by)
    return handoff


def similar_to(
    feedback: Feedback, product: Product, *, besides: Sequence[int] = ()
) -> list[Similar]:
    """Find the open requirements of a product that feedback may be about."""
    is_its_own = feedback.product_id == product.pk
    return find_similar(
        product=product,
        title=feedback.title,
        body=feedback.verbatim,
        module=feedback.module if is_its_own else None,
        version_id=feedback.version_id if is_its_own else None,
        besides=besides,
    )


def _match(
    feedback: Feedback,
    requirement: Requirement,
    found: Similar,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Handoff:
    handoff = Handoff(
        way=Way.MATCHED,
        similarity=round(found.similarity, 4),
        words=found.words,
        features=found.features.values,
    )
    return link(feedback, requirement, handoff, by=by, at=at, caused_by=caused_by)


def make_own(
    feedback: Feedback, product: Product, *, by: User, at: datetime, caused_by: Entry | None
) -> Handoff:
    """Make a requirement of what a customer said, and put it behind that."""
    requirement = propose_own(feedback, product, by=by, at=at, caused_by=caused_by)
    handoff = Handoff(way=Way.CREATED)
    return link(feedback, requirement, handoff, by=by, at=at, caused_by=caused_by)


def propose_own(
    feedback: Feedback, product: Product, *, by: User, at: datetime, caused_by: Entry | None
) -> Requirement:
    """Put what a customer said into the backlog, where the next feedback finds it at once."""
    fixes = Kind.DEFECT_FIX if feedback.kind == "complaint" else Kind.IMPROVEMENT
    requirement = backlog.propose(
        product=product,
        proposal=backlog.Proposal(title=feedback.title, description=feedback.verbatim, kind=fixes),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    index(requirement=requirement, parts=_parts_of(feedback, product))
    return requirement


def _parts_of(feedback: Feedback, product: Product) -> Parts:
    if feedback.product_id != product.pk:
        return Parts()
    module, version = feedback.module, feedback.version_id
    return Parts(
        modules=[(module.pk, module.name)] if module else [], versions=[version] if version else []
    )


def link(
    feedback: Feedback,
    requirement: Requirement,
    handoff: Handoff,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Handoff:
    """Put feedback behind a requirement for the first time."""
    handoff.feedback, handoff.requirement = feedback, requirement
    handoff.product_id, handoff.made_at = requirement.product_id, at
    handoff.save(force_insert=True)
    if handoff.way != Way.CREATED and brings_a_part(handoff):
        index(requirement=requirement, parts=parts_behind(requirement))
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
            way=str(handoff.way),
            similarity=handoff.similarity,
            words=handoff.words,
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[requirement],
    )
    return handoff


def propose(
    feedback: Feedback,
    product: Product,
    found: Sequence[Similar],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    """Let a person decide whether feedback belongs to requirements that stand there."""
    Proposal.objects.bulk_create(
        [
            Proposal(
                feedback=feedback,
                product=product,
                requirement=each.requirement,
                similarity=round(each.similarity, 4),
                words=each.words,
                features=each.features.values,
                made_at=at,
            )
            for each in found
        ],
        # Proposed and decided before: what a person said stays.
        ignore_conflicts=True,
    )
    record(
        SimilarProposed(
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
            found=[
                Likeness(
                    requirement_id=each.requirement.pk,
                    requirement_number=each.requirement.number,
                    similarity=round(each.similarity, 4),
                    words=each.words,
                )
                for each in found
            ],
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[each.requirement for each in found],
    )
