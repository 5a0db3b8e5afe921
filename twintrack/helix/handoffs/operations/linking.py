"""Put feedback behind requirements for the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import FeedbackHandedOver
from twintrack.helix.handoffs.models import Handoff, Way
from twintrack.helix.handoffs.operations.demand import recount
from twintrack.helix.handoffs.queries import parts_behind
from twintrack.helix.matching.operations import index
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State


@dataclass(frozen=True, kw_only=True)
class Link:
    """A handoff that names its feedback and requirement, to be made at a time, by a cause."""

    handoff: Handoff
    at: datetime
    caused_by: Entry | None = None

    def to_record(self) -> Record:
        """Tell the ledger of it."""
        handoff = self.handoff
        event = FeedbackHandedOver(
            feedback_id=handoff.feedback_id,
            feedback_number=handoff.feedback.number,
            requirement_id=handoff.requirement_id,
            requirement_number=handoff.requirement.number,
            way=str(handoff.way),
            similarity=handoff.similarity,
            words=handoff.words,
        )
        return Record(
            event=event,
            about=handoff.feedback,
            also=[handoff.requirement],
            at=self.at,
            caused_by=self.caused_by,
        )


def link_all(links: Sequence[Link], *, by: User, at: datetime) -> list[Handoff]:
    """Put feedback behind requirements; who waits for new ones is counted by who made them."""
    for link in links:
        link.handoff.product_id = link.handoff.requirement.product_id
        link.handoff.made_at = link.at
    handoffs = Handoff.objects.bulk_create([link.handoff for link in links])
    steps = {
        link.handoff.feedback_id: feedback_operations.Step(
            feedback_id=link.handoff.feedback_id,
            to=State.LINKED,
            at=link.at,
            caused_by=link.caused_by,
        )
        for link in links
        if link.handoff.feedback.state in {State.NEW, State.TRIAGED}
    }
    if steps:
        feedback_operations.move_all(steps=list(steps.values()), by=by, at=at)
    joined = {
        link.handoff.requirement_id: link for link in links if link.handoff.way != Way.CREATED
    }
    for _pk, link in sorted(joined.items()):
        requirement = link.handoff.requirement
        index(requirement=requirement, parts=parts_behind(requirement))
        recount(requirement, by=by, at=link.at, caused_by=link.caused_by)
    record_many([link.to_record() for link in links], by=by, at=at)
    return handoffs
