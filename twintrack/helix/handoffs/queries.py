"""Who waits for what."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.models import Feedback


def find_handoff(feedback: Feedback) -> Handoff | None:
    """Find where feedback went, if it went anywhere."""
    return Handoff.objects.filter(feedback=feedback).select_related("requirement").first()


def list_behind(requirement: Requirement, *, for_user: User) -> QuerySet[Feedback]:
    """List the feedback behind a requirement that a person may see, the newest first."""
    feedback: QuerySet[Feedback] = Feedback.objects.visible_to(for_user)
    behind = feedback.filter(handoff__requirement=requirement)
    return behind.select_related("customer", "customer__owner", "recorded_by").order_by("-pk")


def count_demand(requirement: Requirement) -> tuple[int, int]:
    """Count the customers and the feedback behind a requirement."""
    counts = Handoff.objects.filter(requirement=requirement).aggregate(
        customers=Count("feedback__customer", distinct=True), feedbacks=Count("pk")
    )
    return counts["customers"], counts["feedbacks"]


def list_waiting(requirement: Requirement) -> QuerySet[Feedback]:
    """List the feedback whose recorders and customers' owners wait for a requirement."""
    feedback: QuerySet[Feedback] = Feedback.objects.filter(handoff__requirement=requirement)
    return feedback.select_related("customer__owner", "recorded_by").order_by("pk")


def list_waiting_names(requirements: Iterable[Requirement]) -> dict[int, list[str]]:
    """List the names of the customers behind each requirement, by its id."""
    rows = (
        Handoff.objects.filter(requirement__in=[each.pk for each in requirements])
        .values_list("requirement_id", "feedback__customer__name")
        .order_by("requirement_id", "feedback_id")
    )
    found: dict[int, list[str]] = {}
    for requirement_id, name in rows:
        names = found.setdefault(requirement_id, [])
        if name not in names:
            names.append(name)
    return found


def standing_for(requirement: Requirement) -> Requirement:
    """Follow a merged requirement to the one that stands for it."""
    while requirement.merged_into is not None:
        requirement = requirement.merged_into
    return requirement
