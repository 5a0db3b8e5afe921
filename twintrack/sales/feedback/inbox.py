"""The inbox: what waits for triage, and every other view of what customers said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import ids_labelled
from twintrack.foundation.money.queries import Total
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import SETTLED, TO_TRIAGE, State
from twintrack.sales.feedback.models import Feedback, Severity
from twintrack.sales.feedback.queries import count_to_triage, list_feedback
from twintrack.sales.pipeline.queries import Wanted as WantedOpportunities
from twintrack.sales.pipeline.queries import list_opportunities, sum_amounts

VIEWS = (
    ("triage", _("To triage")),
    ("rnd", _("With R&D")),
    ("resolved", _("Resolved")),
    ("mine", _("Mine")),
    ("all", _("All")),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what the inbox is narrowed; `view` is one of `VIEWS`."""

    view: str = "triage"
    customer: Customer | None = None
    product: Product | None = None
    module: Module | None = None
    severity: str = ""
    kind: str = ""
    recorder: User | None = None
    label: Label | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for triage: how much, how much of it stops a line, and the money behind it."""

    count: int
    blockers: int
    # Nothing for whom opportunities are hidden.
    money: Total | None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands beside feedback in a list: the numbers of both, its place and how many."""

    previous: str | None
    next: str | None
    place: int
    count: int


def list_inbox(*, for_user: User, wanted: Wanted) -> QuerySet[Feedback]:
    """List feedback of a view, narrowed, the newest first."""
    rows = list_feedback(for_user=for_user).select_related(None)
    rows = rows.select_related("customer", "product", "version", "owner")
    if wanted.view == "triage":
        rows = rows.filter(state__in=TO_TRIAGE, triaged_at=None)
    elif wanted.view == "rnd":
        rows = rows.filter(state=State.LINKED)
    elif wanted.view == "resolved":
        rows = rows.filter(state__in=SETTLED)
    elif wanted.view == "mine":
        rows = rows.filter(Q(owner=for_user) | Q(recorded_by=for_user))
    return rows.filter(_narrowed(wanted))


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    for field in ("customer", "module", "severity", "kind"):
        value = getattr(wanted, field)
        if value:
            which &= Q(**{field: value})
    if wanted.recorder:
        which &= Q(recorded_by=wanted.recorder)
    if wanted.label:
        which &= Q(pk__in=ids_labelled("feedback", [wanted.label.pk]))
    if wanted.product:
        also = Feedback.also_products.through.objects.filter(product=wanted.product)
        which &= Q(product=wanted.product) | Q(pk__in=also.values("feedback_id"))
    if wanted.text:
        which &= (
            Q(title__icontains=wanted.text)
            | Q(verbatim__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which


def find_beside(feedback: Feedback, *, for_user: User, view: str = "") -> Beside:
    """
    Find what stands beside feedback in a view of the inbox; without one, among what waits for
    triage while it waits itself, else among all.

    The place is left out among all: counting those takes longer than the page.
    """
    chosen = view or ("all" if feedback.is_triaged else "triage")
    rows = list_inbox(for_user=for_user, wanted=Wanted(view=chosen)).order_by()
    newer, older = rows.filter(pk__gt=feedback.pk), rows.filter(pk__lt=feedback.pk)
    place, count = (0, 0) if chosen == "all" else _place_of(feedback, rows)
    return Beside(
        previous=newer.order_by("pk").values_list("number", flat=True).first(),
        next=older.order_by("-pk").values_list("number", flat=True).first(),
        place=place,
        count=count,
    )


def _place_of(feedback: Feedback, rows: QuerySet[Feedback]) -> tuple[int, int]:
    """Give the place of feedback among rows and their number; nothing if it is not among them."""
    found = rows.aggregate(
        count=Count("pk"),
        newer=Count("pk", filter=Q(pk__gt=feedback.pk)),
        itself=Count("pk", filter=Q(pk=feedback.pk)),
    )
    return (found["newer"] + 1, found["count"]) if found["itself"] else (0, 0)


def what_waits(*, for_user: User, on: date) -> Waiting:
    """Say how much waits for triage, and the open opportunities of the customers behind it."""
    rows = Feedback.objects.visible_to(for_user).to_triage()
    money = None
    if may(for_user, Act.SEE_OPPORTUNITIES):
        every = list_opportunities(for_user=for_user, wanted=WantedOpportunities(stage="open"))
        money = sum_amounts(every.filter(customer__in=rows.values("customer")), on=on)
    blockers = rows.filter(severity=Severity.BLOCKER).count()
    return Waiting(count=count_to_triage(for_user), blockers=blockers, money=money)


def find_similar(feedback: Feedback, *, for_user: User, count: int = 5) -> list[Feedback]:
    """Suggest what feedback may repeat: the newest of the same customer and product."""
    rows = list_feedback(for_user=for_user).exclude(pk=feedback.pk)
    rows = rows.exclude(state__in=(State.DUPLICATE, State.WITHDRAWN))
    same = rows.filter(customer=feedback.customer, product=feedback.product)
    return list(same[:count])


def find_for_choice(text: str, *, for_user: User, count: int = 20) -> list[Feedback]:
    """Find feedback for a field that asks while one types."""
    rows = list_inbox(for_user=for_user, wanted=Wanted(view="all", text=text))
    return list(rows.exclude(state__in=(State.DUPLICATE, State.WITHDRAWN))[:count])
