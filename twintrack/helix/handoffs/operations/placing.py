"""Find each piece of feedback its requirement: one that stands there, or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from twintrack.algorithms.matching.documents import Document, read
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import together
from twintrack.foundation.objects.numbering import next_ids
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
from twintrack.sales.feedback.models import Feedback


@dataclass(kw_only=True)
class Case:
    """Feedback on its way to the requirement it is put behind; `near` are those like it."""

    feedback: Feedback
    product: Product
    at: datetime
    caused_by: Entry | None
    near: list[Similar] = field(default_factory=list)
    requirement: Requirement | None = None
    is_own: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """Tell it from all others."""
        return self.feedback.pk, self.product.pk

    @property
    def text(self) -> Document:
        """Read what is said, with the module if that is one of the product's."""
        feedback, module = self.feedback, self.feedback.module
        is_its_own = feedback.product_id == self.product.pk
        name = module.name if module and is_its_own else ""
        return read(feedback.title, feedback.verbatim, name)

    def link(self) -> Link:
        """Put it behind the requirement that was found."""
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


def place_all(cases: Sequence[Case], *, by: User, at: datetime) -> list[Handoff]:
    """Put each behind one that stands there, or behind a new one; the new ones are indexed."""
    placing = _Placing(cases, by, at)
    with together():
        placing.look()
        placing.put_new()
        # Held after the counter that new ones take numbers from, and before they are changed.
        placing.join()
        placing.put_new()
        index_new(placing.lookup.new)
        handoffs = link_all([case.link() for case in cases], by=by, at=at)
        _propose_similar(cases, by, at)
    return handoffs


class _Placing:
    """Pieces of feedback that look for their requirements one after the other."""

    def __init__(self, cases: Sequence[Case], by: User, at: datetime) -> None:
        self._cases, self._by, self._at = cases, by, at
        self._thresholds = get_thresholds()
        pairs = {(case.feedback.customer_id, case.product.pk) for case in cases}
        self._amounts = amounts_by_customer(pairs, on=timezone.localdate(at))
        products = {case.product.pk for case in cases}
        hold_words(*products)
        self.lookup = Lookup(memories=recall(products))
        self.lookup.expect((case.product.pk, case.text) for case in cases)
        self._ids: list[int] = []
        self._drafts: list[backlog.Draft] = []

    def look(self) -> None:
        """Find what is like each; what is like nothing enough gets a requirement of its own."""
        for case in self._cases:
            case.near = similar_to(
                case.feedback, case.product, above=self._thresholds.propose, lookup=self.lookup
            )
            if not case.near or case.near[0].similarity < self._thresholds.attach:
                self._draft_own(case)

    def join(self) -> None:
        """Hold the requirements that are joined; what was closed meanwhile is not."""
        same = [case for case in self._cases if not case.is_own]
        held = hold_all([case.near[0].requirement.pk for case in same])
        for case in same:
            case.requirement = found = held[case.near[0].requirement.pk]
            if found.state not in OPEN:
                case.near = case.near[1:]
                self._draft_own(case)

    def put_new(self) -> None:
        """Put what was drafted into the backlog."""
        if self._drafts:
            backlog.propose_all(drafts=self._drafts, by=self._by, at=self._at)
            self._drafts = []

    def _draft_own(self, case: Case) -> None:
        # Taken for all at once; those that follow find it by its id before it is written down.
        self._ids = self._ids or next_ids(Requirement, len(self._cases))
        case.is_own = True
        revenue = self._amounts[case.feedback.customer_id, case.product.pk]
        draft = backlog.Draft.of(
            case.product,
            proposal_of(case.feedback),
            backlog.Demand(customers=1, feedbacks=1, revenue=revenue),
            pk=self._ids.pop(0),
            at=case.at,
            caused_by=case.caused_by,
        )
        self._drafts.append(draft)
        case.requirement = draft.requirement
        self.lookup.know(enter(draft.requirement, parts_of(case.feedback, case.product)))


def _propose_similar(cases: Sequence[Case], by: User, at: datetime) -> None:
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


def proposal_of(feedback: Feedback) -> backlog.Proposal:
    """Say what a customer said as a requirement says it."""
    fixes = Kind.DEFECT_FIX if feedback.kind == "complaint" else Kind.IMPROVEMENT
    return backlog.Proposal(title=feedback.title, description=feedback.verbatim, kind=fixes)


def parts_of(feedback: Feedback, product: Product) -> Parts:
    """Give the parts of a product that feedback speaks of."""
    if feedback.product_id != product.pk:
        return Parts()
    module, version = feedback.module, feedback.version_id
    return Parts(
        modules=[(module.pk, module.name)] if module else [], versions=[version] if version else []
    )
