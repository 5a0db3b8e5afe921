"""
Learn how alike texts are from what people decided about them.

Half of the decisions is only ever judged by, so that the figures stay comparable from night to
night and nothing is praised for what it has seen. Which half is said by the number of the
feedback: proposals on one piece of feedback stay together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from twintrack.algorithms.matching.fitting import Outcome, fit
from twintrack.algorithms.matching.judging import area, calibration_error, log_loss
from twintrack.algorithms.matching.similarity import Features, Weights, similarity
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.matching.events import MatchingLearned
from twintrack.helix.matching.models import Learning
from twintrack.helix.matching.queries import current_weights, get_learning

# Half of them is learned from. On open sets 25 pairs halved the error of the similarities in each
# of ten draws; 10 made it worse in some (docs/benchmarks.md). With fewer than ten of a kind to
# judge by, one decision alone moves the figures by more than there is to gain.
ENOUGH = 50
OF_A_KIND = 10
# What differs by less is no reason to change anything.
PLACES = 4


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What two texts were compared by, and whether a person said that they are the same."""

    feedback_id: int
    features: Sequence[float]
    is_same: bool

    @property
    def outcome(self) -> Outcome:
        """Give what is learned from it."""
        return Outcome(features=Features.of(self.features), is_same=self.is_same)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How right weights are on decisions they have not seen; `loss` weighs both in one."""

    area: float
    error: float
    loss: float

    @classmethod
    def of(cls, weights: Weights, outcomes: Sequence[Outcome]) -> Judgement:
        """Judge weights by decisions."""
        told = [(similarity(each.features, weights), each.is_same) for each in outcomes]
        figures = (area(told), calibration_error(told), log_loss(told))
        rounded = [round(figure, PLACES) for figure in figures]
        return cls(area=rounded[0], error=rounded[1], loss=rounded[2])

    def is_better_than(self, other: Judgement) -> bool:
        """Say whether it errs less; order alone does not count, nor percentages alone."""
        return self.loss < other.loss and self.error <= other.error


def halves_of(decisions: Sequence[Decision]) -> tuple[list[Outcome], list[Outcome]]:
    """Divide decisions into those that are learned from, and those that judge."""
    learned = [each.outcome for each in decisions if each.feedback_id % 2 == 0]
    judging = [each.outcome for each in decisions if each.feedback_id % 2]
    return learned, judging


def are_enough(decisions: Sequence[Decision]) -> bool:
    """Say whether there are so many decisions, of both kinds, that something can be learned."""
    if len(decisions) < ENOUGH:
        return False
    for half in halves_of(decisions):
        same = sum(each.is_same for each in half)
        if min(same, len(half) - same) < OF_A_KIND:
            return False
    return True


@transaction.atomic
def learn(
    *,
    decisions: Sequence[Decision],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Learning | None:
    """
    Fit the weights to what people decided, and keep them if they judge better than those before.

    Gives what holds since then; nothing while there is too little to learn from. The same
    decisions give the same weights.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SET_THRESHOLDS)
    list(Learning.objects.select_for_update(no_key=True))
    if not are_enough(decisions):
        return get_learning()
    learned, judging = halves_of(decisions)
    weights = fit(learned)
    before = Judgement.of(current_weights(), judging)
    after = Judgement.of(weights, judging)
    if not after.is_better_than(before):
        return get_learning()
    same = sum(each.is_same for each in decisions)
    learning = Learning(
        pk=1,
        weights=[weights.start, *weights.values],
        learned_at=at,
        decisions=len(decisions),
        same=same,
        area_before=before.area,
        area_after=after.area,
        error_before=before.error,
        error_after=after.error,
    )
    learning.save()
    record(
        MatchingLearned(
            decisions=len(decisions),
            same=same,
            area_came_from=before.area,
            area=after.area,
            error_came_from=before.error,
            error=after.error,
        ),
        about=learning,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return learning
