"""What customers said, as far as a person may see it."""

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import OPEN
from twintrack.sales.feedback.models import Feedback


def list_feedback(
    *, for_user: User, state: str = "", customer: Customer | None = None
) -> QuerySet[Feedback]:
    """List feedback, the newest first; narrowed by state or customer."""
    feedback: QuerySet[Feedback] = Feedback.objects.visible_to(for_user)
    if state:
        feedback = feedback.filter(state=state)
    if customer:
        feedback = feedback.filter(customer=customer)
    return feedback.select_related("customer", "product", "owner", "recorded_by").order_by("-pk")


def list_open(*, for_user: User) -> QuerySet[Feedback]:
    """List the feedback that has found no answer yet, the newest first."""
    return list_feedback(for_user=for_user).filter(state__in=OPEN)


def list_to_triage(*, for_user: User) -> QuerySet[Feedback]:
    """List the feedback that no person has looked at yet, the oldest first."""
    feedback: QuerySet[Feedback] = Feedback.objects.visible_to(for_user).to_triage()
    return feedback.select_related("customer", "product").order_by("pk")


def count_to_triage(user: User) -> int:
    """Count the feedback that no person has looked at yet."""
    return int(Feedback.objects.visible_to(user).to_triage().count())


def get_feedback(number: str, *, for_user: User) -> Feedback:
    """
    Find feedback by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    feedback = list_feedback(for_user=for_user).select_related(
        "module", "version", "contact", "duplicate_of", "triaged_by"
    )
    found = feedback.filter(number=number).first()
    if found is None:
        raise NotThere
    return found
