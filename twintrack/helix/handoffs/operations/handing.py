"""Hand feedback over to R&D: behind a requirement that stands there, or behind a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.algorithms.matching.documents import Document, read
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import together
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff, Way
from twintrack.helix.handoffs.operations.linking import Link, link_all
from twintrack.helix.handoffs.operations.proposing import Likely, propose_all
from twintrack.helix.handoffs.queries import get_thresholds
from twintrack.helix.handoffs.revenue import amounts_by_customer
from twintrack.helix.matching.entering import Parts, enter
from twintrack.helix.matching.operations import hold_words, index_new
from twintrack.helix.matching.queries import Lookup, Similar, find_similar
from twintrack.helix.matching.remembering import recall
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.operations.locking import hold_all
from twintrack.sales.feedback.lifecycle import SET_ASIDE
from twintrack.sales.feedback.models import Feedback


class SetAside(Refusal):
    """What is withdrawn, or repeats other feedback, is nothing to build."""

    message = _("This feedback is withdrawn or repeats another. Take that back first.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Feedback to hand over for one of its products, by default the first, and what asked it."""

    feedback: Feedback
    product: Product | None = None
    at: datetime
    caused_by: Entry | None = None


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
    asked = Asked(feedback=feedback, product=product, at=at, caused_by=caused_by)
    [handoff] = hand_over_all(asked=[asked], by=by, at=at)
    if handoff is None:
        raise SetAside
    return handoff


@transaction.atomic
def hand_over_all(*, asked: Sequence[Asked], by: User, at: datetime) -> list[Handoff | None]:
    """
    Hand over many pieces of feedback in their order, each as `hand_over` does one.

    Each finds the requirements that were made of those before it. For what is withdrawn or
    repeats another there is nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.RECORD_FEEDBACK)
    # Locked first: whoever else hands it over waits here, and then finds it done.
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("product", "module")
    held = rows.order_by("pk").in_bulk([each.feedback.pk for each in asked])
    made = {
        (each.feedback_id, each.product_id): each
        for each in Handoff.objects.filter(feedback__in=held)
    }
    cases = [_Case.of(each, held[each.feedback.pk]) for each in asked]
    new = {
        case.key: case
        for case in cases
        if case.key not in made and case.feedback.state not in SET_ASIDE
    }
    if new:
        made |= zip(new, _place(list(new.values()), by, at), strict=True)
    return [made.get(case.key) for case in cases]


@dataclass(kw_only=True)
class _Case:
    """Feedback on its way to the requirement it is put behind; `near` are those like it."""

    feedback: Feedback
    product: Product
    at: datetime
    caused_by: Entry | None
    near: list[Similar] = field(default_factory=list)
    requirement: Requirement | None = None
    is_own: bool = False

    @classmethod
    def of(cls, asked: Asked, held: Feedback) -> _Case:
        product = asked.product or held.product
        return cls(feedback=held, product=product, at=asked.at, caused_by=asked.caused_by)

    @property
    def key(self) -> tuple[int, int]:
        return self.feedback.pk, self.product.pk

    def link(self) -> Link:
        if self.is_own:
            handoff = Handoff(way=Way.CREATED)
        else:
            same = self.near[0]
            similarity = round(same.similarity, 4)
            handoff = Handoff(
                way=Way.MATCHED,
                similarity=similarity,
                words=same.words,
                features=same.features.values,
            )
        assert self.requirement, "a place is found before the link is made"
        handoff.feedback, handoff.requirement = self.feedback, self.requirement
        return Link(handoff=handoff, at=self.at, caused_by=self.caused_by)


def _place(cases: list[_Case], by: User, at: datetime) -> list[Handoff]:
    thresholds = get_thresholds()
    pairs = {(case.feedback.customer_id, case.product.pk) for case in cases}
    amounts = amounts_by_customer(pairs, on=at.date())
    products = {case.product.pk for case in cases}
    hold_words(*products)
    lookup = Lookup(memories=recall(products))
    lookup.expect((case.product.pk, _text_of(case)) for case in cases)

    def make_own(case: _Case) -> None:
        case.is_own = True
        demand = backlog.Demand(
            customers=1,
            feedbacks=1,
            revenue=amounts[case.feedback.customer_id, case.product.pk],
        )
        case.requirement = propose_own(
            case.feedback, case.product, demand, by=by, at=case.at, caused_by=case.caused_by
        )
        lookup.know(enter(case.requirement, parts_of(case.feedback, case.product)))

    with together():
        for case in cases:
            case.near = similar_to(
                case.feedback, case.product, above=thresholds.propose, lookup=lookup
            )
            if not case.near or case.near[0].similarity < thresholds.attach:
                make_own(case)
        same = [case for case in cases if not case.is_own]
        # Held after the counter that new ones take numbers from, and before they are changed.
        held = hold_all([case.near[0].requirement.pk for case in same])
        for case in same:
            case.requirement = found = held[case.near[0].requirement.pk]
            if found.state not in OPEN:
                case.near = case.near[1:]
                make_own(case)
        index_new(lookup.new)
        handoffs = link_all([case.link() for case in cases], by=by, at=at)
        _propose_similar(cases, by, at)
    return handoffs


def _text_of(case: _Case) -> Document:
    feedback, module = case.feedback, case.feedback.module
    is_its_own = feedback.product_id == case.product.pk
    return read(feedback.title, feedback.verbatim, module.name if module and is_its_own else "")


def _propose_similar(cases: Sequence[_Case], by: User, at: datetime) -> None:
    propose_all(
        [
            Likely(
                feedback=case.feedback,
                product=case.product,
                similar=case.near,
                at=case.at,
                caused_by=case.caused_by,
            )
            for case in cases
            if case.is_own and case.near
        ],
        by=by,
        at=at,
    )


def similar_to(
    feedback: Feedback,
    product: Product,
    *,
    above: float = 0.0,
    lookup: Lookup | None = None,
) -> list[Similar]:
    """Find the open requirements of a product that feedback may be about."""
    is_its_own = feedback.product_id == product.pk
    return find_similar(
        product=product,
        title=feedback.title,
        body=feedback.verbatim,
        module=feedback.module if is_its_own else None,
        version_id=feedback.version_id if is_its_own else None,
        above=above,
        lookup=lookup,
    )


def propose_own(
    feedback: Feedback,
    product: Product,
    demand: backlog.Demand | None = None,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Requirement:
    """Put what a customer said into the backlog."""
    fixes = Kind.DEFECT_FIX if feedback.kind == "complaint" else Kind.IMPROVEMENT
    return backlog.propose(
        product=product,
        proposal=backlog.Proposal(title=feedback.title, description=feedback.verbatim, kind=fixes),
        demand=demand,
        by=by,
        at=at,
        caused_by=caused_by,
    )


def parts_of(feedback: Feedback, product: Product) -> Parts:
    """Give the parts of a product that feedback speaks of."""
    if feedback.product_id != product.pk:
        return Parts()
    module, version = feedback.module, feedback.version_id
    return Parts(
        modules=[(module.pk, module.name)] if module else [], versions=[version] if version else []
    )
