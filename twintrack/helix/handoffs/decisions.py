"""What people decided about feedback and requirements, for matching to learn from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from twintrack.foundation.people.automation import automation
from twintrack.helix.handoffs.models import Handoff, Proposal, ProposalState, Way
from twintrack.helix.matching.learning import Decision, learn

# What was attached by itself and stood so long was right; nobody confirms what is right.
STOOD = timedelta(days=14)
# The newest so many of each: a company changes, and a night is short.
NEWEST = 5_000


def learn_from_decisions(at: datetime) -> None:
    """Let matching learn from what people have decided until now."""
    learn(decisions=list_decisions(at=at), by=automation(), at=at)


def list_decisions(*, at: datetime) -> list[Decision]:
    """
    List what people decided, in the order of the feedback.

    Proposals that were accepted or dismissed; what was attached by itself and moved elsewhere,
    or was left standing. What lapsed because another was accepted says nothing: both may be right.
    """
    found = [*_on_proposals(), *_on_what_was_attached(at)]
    return sorted(found, key=lambda each: (each.feedback_id, each.is_same, each.features))


def count_decisions(*, at: datetime) -> int:
    """Count what could be learned from until now."""
    return _decided_proposals().count() + _judged_handoffs(at).count()


def _decided_proposals() -> QuerySet[Proposal]:
    decided: QuerySet[Proposal] = Proposal.objects.filter(
        state__in=(ProposalState.ACCEPTED, ProposalState.DISMISSED), features__isnull=False
    )
    return decided.order_by("-pk")


def _judged_handoffs(at: datetime) -> QuerySet[Handoff]:
    stood = Q(way=Way.MATCHED, made_at__lte=at - STOOD)
    # Where its requirement went later it was not wrong.
    moved = Q(way_before=Way.MATCHED, before__isnull=False)
    moved &= ~Q(before__merged_into=F("requirement"))
    return Handoff.objects.filter(stood | moved, features__isnull=False).order_by("-pk")


def _on_proposals() -> list[Decision]:
    rows = _decided_proposals().values_list("feedback_id", "features", "state")[:NEWEST]
    return [
        Decision(
            feedback_id=pk, features=list(features or ()), is_same=state == ProposalState.ACCEPTED
        )
        for pk, features, state in rows
    ]


def _on_what_was_attached(at: datetime) -> list[Decision]:
    rows = _judged_handoffs(at).values_list("feedback_id", "features", "way")[:NEWEST]
    return [
        Decision(feedback_id=pk, features=list(features or ()), is_same=way == Way.MATCHED)
        for pk, features, way in rows
    ]
