"""Let a person decide whether feedback belongs to requirements that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import Likeness, SimilarProposed
from twintrack.helix.handoffs.models import Proposal
from twintrack.helix.matching.queries import Similar
from twintrack.hub.products.models import Product
from twintrack.sales.feedback.models import Feedback

# So many requirements are proposed for one piece of feedback at most.
PROPOSED = 3


@dataclass(frozen=True, kw_only=True)
class Likely:
    """Feedback and the requirements it may belong to, the surest first."""

    feedback: Feedback
    product: Product
    similar: Sequence[Similar]
    at: datetime
    caused_by: Entry | None = None

    @property
    def chosen(self) -> Sequence[Similar]:
        """Those that a person is asked about."""
        return self.similar[:PROPOSED]

    def to_proposals(self) -> list[Proposal]:
        """Give the rows that wait for a decision."""
        return [
            Proposal(
                feedback=self.feedback,
                product=self.product,
                requirement=each.requirement,
                similarity=round(each.similarity, 4),
                words=each.words,
                features=each.features.values,
                made_at=self.at,
            )
            for each in self.chosen
        ]

    def to_record(self) -> Record:
        """Tell the ledger of it."""
        found = [
            Likeness(
                requirement_id=each.requirement.pk,
                requirement_number=each.requirement.number,
                similarity=round(each.similarity, 4),
                words=each.words,
            )
            for each in self.chosen
        ]
        event = SimilarProposed(
            feedback_id=self.feedback.pk, feedback_number=self.feedback.number, found=found
        )
        return Record(
            event=event,
            about=self.feedback,
            also=[each.requirement for each in self.chosen],
            at=self.at,
            caused_by=self.caused_by,
        )


def propose_all(likely: Sequence[Likely], *, by: User, at: datetime) -> None:
    """Let a person decide about each."""
    if not likely:
        return
    rows = [row for each in likely for row in each.to_proposals()]
    # Proposed and decided before: what a person said stays.
    Proposal.objects.bulk_create(rows, ignore_conflicts=True)
    record_many([each.to_record() for each in likely], by=by, at=at)
