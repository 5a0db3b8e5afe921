"""Decide whether feedback is the same as what was proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.events import (
    ProposalAccepted,
    ProposalsDismissed,
    ProposalsReopened,
)
from twintrack.helix.handoffs.models import Handoff, Proposal, ProposalState
from twintrack.helix.handoffs.operations.attaching import attach
from twintrack.sales.feedback.models import Feedback


class ProposalSettled(Refusal):
    """Somebody has decided on the proposal already."""

    message = _("Somebody has decided on this proposal already.")


@transaction.atomic
def accept(
    *, proposal: Proposal, by: User, at: datetime, caused_by: Entry | None = None
) -> Handoff:
    """
    Put feedback behind the requirement that was proposed.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ProposalSettled: if it was decided already.
    :raises HandedOverAlready: if it stands there already.
    """
    check_may(by, Act.HAND_OVER)
    [found] = _held([proposal.pk], ProposalState.OPEN)
    handoff = attach(
        feedback=found.feedback,
        requirement=found.requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    handoff.similarity, handoff.words = found.similarity, found.words
    handoff.save(update_fields=["similarity", "words"])
    _decide([found], ProposalState.ACCEPTED, by, at)
    record(
        ProposalAccepted(
            feedback_id=found.feedback_id,
            feedback_number=found.feedback.number,
            requirement_id=handoff.requirement_id,
            requirement_number=handoff.requirement.number,
            similarity=found.similarity,
        ),
        about=found.feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[handoff.requirement],
    )
    return handoff


@transaction.atomic
def dismiss(
    *, proposal: Proposal, by: User, at: datetime, caused_by: Entry | None = None
) -> Proposal:
    """
    Say that feedback is not the same as one requirement that was proposed.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ProposalSettled: if it was decided already.
    """
    check_may(by, Act.HAND_OVER)
    held = _held([proposal.pk], ProposalState.OPEN)
    _decide(held, ProposalState.DISMISSED, by, at)
    _tell(held, ProposalsDismissed, by=by, at=at, caused_by=caused_by)
    return held[0]


@transaction.atomic
def keep_as_own(
    *, proposal: Proposal, by: User, at: datetime, caused_by: Entry | None = None
) -> list[Proposal]:
    """
    Say that feedback is the same as none of the requirements proposed; gives those proposals.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ProposalSettled: if all were decided already.
    """
    check_may(by, Act.HAND_OVER)
    beside = Proposal.objects.filter(
        feedback_id=proposal.feedback_id,
        product_id=proposal.product_id,
        state=ProposalState.OPEN,
    )
    held = _held(list(beside.values_list("pk", flat=True)), ProposalState.OPEN)
    _decide(held, ProposalState.DISMISSED, by, at)
    _tell(held, ProposalsDismissed, by=by, at=at, caused_by=caused_by)
    return held


@transaction.atomic
def reopen(
    *,
    proposals: Sequence[Proposal],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[Proposal]:
    """
    Let proposals on one piece of feedback that were dismissed wait for a decision again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ProposalSettled: if one of them was not dismissed.
    """
    check_may(by, Act.HAND_OVER)
    held = _held([each.pk for each in proposals], ProposalState.DISMISSED)
    _decide(held, ProposalState.OPEN, None, None)
    _tell(held, ProposalsReopened, by=by, at=at, caused_by=caused_by)
    return held


def _held(ids: Sequence[int], state: ProposalState) -> list[Proposal]:
    # Whoever decides where feedback belongs holds the feedback first.
    about = Proposal.objects.filter(pk__in=ids).values("feedback_id")
    list(
        Feedback.objects.select_for_update(no_key=True)
        .filter(pk__in=about)
        .order_by("pk")
        .only("pk")
    )
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=ids, state=state
    )
    found = list(rows.select_related("feedback", "requirement").order_by("pk"))
    if not found or len(found) != len(ids):
        raise ProposalSettled
    return found


def _decide(
    held: Sequence[Proposal], state: ProposalState, by: User | None, at: datetime | None
) -> None:
    for each in held:
        each.state, each.decided_by, each.decided_at = state, by, at
    Proposal.objects.bulk_update(held, ["state", "decided_by", "decided_at"])


def _tell(
    held: Sequence[Proposal],
    event: Callable[..., Event],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    feedback = held[0].feedback
    record(
        event(
            feedback_id=feedback.pk,
            feedback_number=feedback.number,
            requirement_numbers=[each.requirement.number for each in held],
        ),
        about=feedback,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[each.requirement for each in held],
    )
