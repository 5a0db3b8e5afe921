"""What happens by itself between the tracks."""

from collections.abc import Sequence

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.people.automation import automation
from twintrack.helix.handoffs import following, operations
from twintrack.helix.handoffs.models import Handoff
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.events import (
    RequirementMerged,
    RequirementUnmerged,
)
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.events import (
    FeedbackDuplicateUndone,
    FeedbackMarkedDuplicate,
    FeedbackReclassified,
    FeedbackRecorded,
    FeedbackRestored,
    FeedbackTriaged,
    FeedbackWithdrawn,
)
from twintrack.sales.feedback.lifecycle import Route
from twintrack.sales.feedback.models import Feedback

# Praise and questions ask for an answer, not for something to be built.
ASKS_FOR_SOMETHING = frozenset({"complaint", "request"})

# So many are handed over in one go: what they have in common is asked for and written once.
AT_ONCE = 15

handoffs = Subscriber("helix.handoffs")
way_back = Subscriber("helix.way_back")


@handoffs.on_several(FeedbackRecorded, at_once=AT_ONCE)
def hand_over(told: Sequence[tuple[FeedbackRecorded, Entry]]) -> None:
    """Turn what customers told sales into requirements for R&D to review."""
    asking = [each for each in told if each[0].feedback_kind in ASKS_FOR_SOMETHING]
    _hand_over([(event.feedback_id, event.also_product_ids, entry) for event, entry in asking])


@handoffs.on(FeedbackTriaged)
def hand_over_triaged(event: FeedbackTriaged, entry: Entry) -> None:
    """Turn into a requirement what a person sent to R&D, whatever kind it is of."""
    if event.route == Route.RND:
        _hand_over([(event.feedback_id, _also(event.feedback_id), entry)])


@handoffs.on(FeedbackReclassified)
def hand_over_reclassified(event: FeedbackReclassified, entry: Entry) -> None:
    """Turn into a requirement what turns out to ask for something."""
    if any(each.field == "kind" and each.to in ASKS_FOR_SOMETHING for each in event.changes):
        _hand_over([(event.feedback_id, _also(event.feedback_id), entry)])


def _also(feedback_id: int) -> list[int]:
    named = Feedback.also_products.through.objects.filter(feedback=feedback_id)
    return list(named.values_list("product_id", flat=True))


def _hand_over(told: Sequence[tuple[int, Sequence[int], Entry]]) -> None:
    """Hand over feedback, named with its other products and what asked for it, by their ids."""
    if not told:
        return
    others = Product.objects.in_bulk([pk for _feedback, also, _entry in told for pk in also])
    asked = [
        operations.Asked(
            feedback=Feedback(pk=feedback_id),
            product=others.get(pk),
            at=entry.happened_at,
            caused_by=entry,
        )
        for feedback_id, also, entry in told
        # Nothing: the product that the feedback itself names.
        for pk in (0, *sorted(also))
    ]
    operations.hand_over_all(asked=asked, by=automation(), at=asked[-1].at)


@handoffs.on(FeedbackMarkedDuplicate)
def follow_original(event: FeedbackMarkedDuplicate, entry: Entry) -> None:
    """Put a duplicate behind what its original stands behind."""
    feedback = Feedback.objects.get(pk=event.feedback_id)
    stands_at = set(feedback.handoffs.values_list("requirement_id", flat=True))
    about = {feedback.product_id, *feedback.also_products.values_list("pk", flat=True)}
    originals = Handoff.objects.filter(feedback=event.original_id, product_id__in=about)
    for original in originals.exclude(requirement_id__in=stands_at).select_related("requirement"):
        operations.attach(
            feedback=feedback,
            requirement=original.requirement,
            by=automation(),
            at=entry.happened_at,
            caused_by=entry,
        )


@handoffs.on(FeedbackDuplicateUndone)
def leave_original(event: FeedbackDuplicateUndone, entry: Entry) -> None:
    """Let feedback that is no duplicate after all stand where it stood before."""
    originals = Handoff.objects.filter(feedback=event.original_id).values("requirement_id")
    followed = Handoff.objects.filter(
        feedback=event.feedback_id, before__isnull=False, requirement__in=originals
    )
    for handoff in followed:
        operations.take_back(
            handoff=handoff, by=automation(), at=entry.happened_at, caused_by=entry
        )


@handoffs.on(FeedbackWithdrawn, FeedbackRestored)
def count_again(event: FeedbackWithdrawn | FeedbackRestored, entry: Entry) -> None:
    """Count again who waits when feedback does not count any more, or again."""
    for handoff in Handoff.objects.filter(feedback=event.feedback_id).select_related("requirement"):
        operations.follow_feedback(handoff, by=automation(), at=entry.happened_at, caused_by=entry)


@handoffs.on(RequirementMerged)
def follow_merge(event: RequirementMerged, entry: Entry) -> None:
    """Let what customers said follow its requirement into the one that stands for both."""
    following.follow_merge(
        source=Requirement.objects.get(pk=event.requirement_id),
        target=Requirement.objects.get(pk=event.target_id),
        by=entry.actor,
        at=entry.happened_at,
        caused_by=entry,
    )


@handoffs.on(RequirementUnmerged)
def follow_unmerge(event: RequirementUnmerged, entry: Entry) -> None:
    """Give a requirement that stands for itself again the feedback that had followed it."""
    following.follow_unmerge(
        source=Requirement.objects.get(pk=event.requirement_id),
        by=entry.actor,
        at=entry.happened_at,
        caused_by=entry,
    )
