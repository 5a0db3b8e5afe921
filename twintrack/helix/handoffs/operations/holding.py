"""
Hold what a move of feedback changes: feedback, words, numbers, requirements, handoff.

Everybody holds them in this order (docs/architecture.md), so that no two wait for one another.
"""

from __future__ import annotations

from twintrack.foundation.objects.numbering import hold_numbers
from twintrack.helix.handoffs.models import Handoff
from twintrack.helix.matching.operations import hold_words
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold_all
from twintrack.sales.feedback.models import Feedback


def hold_feedback(pk: int) -> Feedback:
    """Hold feedback: nobody else moves it or decides on its proposals meanwhile."""
    found: Feedback = Feedback.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    return found


def hold_place(requirement: Requirement) -> None:
    """Hold where feedback is to stand, before anything is recorded."""
    hold_words(requirement.product_id)
    hold_all([requirement.pk])


def hold_handoff(
    pk: int, *, to: Requirement | None = None, makes_new: bool = False
) -> Handoff | None:
    """
    Hold a handoff with its feedback, where it stands, stood and is to stand.

    `makes_new`: a requirement is made for it, which takes a number.
    Nothing if it is gone, or followed its requirement elsewhere in this very moment.
    """
    list(
        Feedback.objects.select_for_update(no_key=True, of=("self",)).filter(handoffs=pk).only("pk")
    )
    known = Handoff.objects.filter(pk=pk).first()
    if known is None:
        return None
    hold_words(known.product_id)
    if makes_new:
        hold_numbers("REQ")
    concerned = (known.requirement_id, known.before_id, to.pk if to else None)
    hold_all({each for each in concerned if each is not None})
    rows = Handoff.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=pk, requirement=known.requirement_id
    )
    return rows.select_related("feedback", "requirement", "before", "product").first()
