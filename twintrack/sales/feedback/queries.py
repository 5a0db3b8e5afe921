"""What customers said, as far as a person may see it."""

from collections.abc import Callable, Collection

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import OPEN, TO_TRIAGE
from twintrack.sales.feedback.models import Feedback

# What a page of feedback names.
NAMED = (
    "customer",
    "product",
    "owner",
    "recorded_by",
    "module",
    "version",
    "contact",
    "triaged_by",
)


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

    def ask() -> int:
        return int(Feedback.objects.visible_to(user).to_triage().count())

    # The side bar, the tab and the sentence above the list all say it.
    return once(("feedback to triage", user.pk), ask)


def get_feedback(number: str, *, for_user: User) -> Feedback:
    """
    Find feedback by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """

    def ask() -> Feedback | None:
        named: QuerySet[Feedback] = Feedback.objects.visible_to(for_user).filter(number=number)
        found = next(iter(named), None)
        if found is not None:
            tell_seen(found, for_user=for_user)
            recall_related([found], *NAMED)
        return found

    # The panels of a page ask for the same one as the page.
    found = once(("feedback", number, for_user.pk), ask)
    if found is None:
        raise NotThere
    return found


def find_external(*, source: str, ids: Collection[str]) -> dict[str, int]:
    """Say which numbers of another system are feedback already, and which one."""
    rows = Feedback.objects.filter(source=source, external_id__in=[each for each in ids if each])
    return dict(rows.values_list("external_id", "pk"))


def find_untouched(ids: Collection[int]) -> list[Feedback]:
    """Find the feedback with which nobody has done anything since it came by itself."""
    # What a person does has no cause; what follows from an import by itself has one, and what the
    # clock brings is done by nobody.
    touched = Entry.objects.filter(about_kind="feedback", about_id__in=ids, depth=0).exclude(
        kind="feedback.recorded"
    )
    touched = touched.exclude(actor__is_service=True)
    rows = Feedback.objects.filter(pk__in=ids, state__in=TO_TRIAGE, triaged_at=None)
    rows = rows.exclude(pk__in=touched.values("about_id"))
    worked_on = {pk for find in _worked_on for pk in find(ids)}
    return [each for each in rows.order_by("pk") if each.pk not in worked_on]


WorkedOn = Callable[[Collection[int]], set[int]]
_worked_on: list[WorkedOn] = []


def register_worked_on(find: WorkedOn) -> None:
    """Say which feedback somebody has worked on elsewhere; called from an app's `ready`."""
    _worked_on.append(find)


def list_owned(user: User) -> QuerySet[Feedback]:
    """List the open feedback that a person looks after, whoever asks."""
    feedback: QuerySet[Feedback] = Feedback.objects.filter(owner=user, state__in=OPEN)
    return feedback.order_by("pk")


def edited_here(feedback: Feedback, *, besides: User) -> set[str]:
    """Name the fields that anybody but one corrected."""
    kinds = ("feedback.changed", "feedback.reclassified")
    entries = Entry.objects.filter(about_kind="feedback", about_id=feedback.pk, kind__in=kinds)
    told = entries.exclude(actor=besides).values_list("payload", flat=True)
    return {change["field"] for payload in told for change in payload["changes"]}
