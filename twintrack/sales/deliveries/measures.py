"""
Measures of deliveries: counts, and the rows behind them.

Each is a cohort: deliveries by the month in which they were planned to be finished, deliverables
by the month in which the customer first looked at them, answers by the month they came in. What
happens later changes whether one counts as good, never which month it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from twintrack.foundation.people.models import User
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.deliveries.lifecycle import Outcome
from twintrack.sales.deliveries.models import Acceptance, CriterionResult, Delivery, Survey

# Below so many answers a mean says more of single people than of the company.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Punctual:
    """A delivery of the cohort: accepted by its planned finish, later, or not yet."""

    delivery: Delivery
    due_on: date
    accepted_on: date | None

    @property
    def is_on_time(self) -> bool:
        return self.accepted_on is not None and self.accepted_on <= self.due_on


@dataclass(frozen=True, kw_only=True)
class FirstLook:
    """A deliverable as the customer found it the first time."""

    delivery: Delivery
    deliverable_id: int
    name: str
    on: date
    passed: bool
    attempts: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """`good` of `all` rows; deliveries whose day has not come and that are open are not in it."""

    rows: tuple[Punctual, ...] | tuple[FirstLook, ...]
    good: int

    @property
    def all(self) -> int:
        return len(self.rows)

    @property
    def percent(self) -> Decimal | None:
        """Per cent to one place, rounded half up; nothing where nothing is counted."""
        if not self.rows:
            return None
        share = Decimal(self.good * 100) / len(self.rows)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Satisfaction:
    """How content customers are; the mean only from five answers on."""

    rows: tuple[Survey, ...]
    counts: dict[int, int]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def mean(self) -> Decimal | None:
        """From 1 to 5, to one place, rounded half up."""
        if self.count < FEWEST:
            return None
        total = sum(score * number for score, number in self.counts.items())
        return (Decimal(total) / self.count).quantize(Decimal("0.1"), ROUND_HALF_UP)


def on_time(start: date, end: date, *, for_user: User, today: date) -> Share:
    """
    Count deliveries planned to be finished from `start` up to, not with, `end`, accepted by then.

    The planned finish is the one agreed at present. Cancelled ones are left out, and those that
    can still make it.
    """
    rows = Delivery.objects.visible_to(for_user).filter(
        project__due_on__gte=start, project__due_on__lt=end
    )
    rows = rows.exclude(project__state=ProjectState.CANCELLED)
    rows = rows.select_related("project__owner", "customer").order_by("project__due_on", "pk")
    planned = [
        Punctual(delivery=each, due_on=each.project.due_on, accepted_on=each.accepted_on)
        for each in rows
        if each.project.due_on is not None
    ]
    found = tuple(each for each in planned if each.accepted_on or each.due_on < today)
    return Share(rows=found, good=sum(each.is_on_time for each in found))


def first_time_acceptance(start: date, end: date, *, for_user: User) -> Share:
    """
    Count deliverables first judged from `start` up to, not with, `end`, that passed at once.

    With a condition counts as passed; acceptances that were withdrawn count nothing.
    """
    seen: dict[int, list[CriterionResult]] = {}
    visible = Delivery.objects.visible_to(for_user)
    held = Acceptance.objects.filter(withdrawn_at=None, delivery__in=visible)
    touched = CriterionResult.objects.filter(
        acceptance__in=held.filter(accepted_on__gte=start, accepted_on__lt=end)
    ).values("criterion__deliverable")
    results = CriterionResult.objects.filter(
        acceptance__in=held, criterion__deliverable__in=touched
    ).select_related(
        "acceptance__delivery__project__owner",
        "acceptance__delivery__customer",
        "criterion__deliverable",
    )
    for result in results.order_by("acceptance__accepted_on", "acceptance__ordinal", "pk"):
        seen.setdefault(result.criterion.deliverable_id, []).append(result)
    looks = [_first_look(each) for each in seen.values()]
    found = tuple(each for each in looks if start <= each.on < end)
    return Share(rows=found, good=sum(each.passed for each in found))


def _first_look(results: list[CriterionResult]) -> FirstLook:
    first = results[0].acceptance
    of_first = [each for each in results if each.acceptance_id == first.pk]
    deliverable = results[0].criterion.deliverable
    return FirstLook(
        delivery=first.delivery,
        deliverable_id=deliverable.pk,
        name=deliverable.name,
        on=first.accepted_on,
        passed=all(each.outcome != Outcome.FAILED for each in of_first),
        attempts=len({each.acceptance_id for each in results}),
    )


def satisfaction(start: date, end: date, *, for_user: User) -> Satisfaction:
    """Gather the answers that came in from `start` up to, not with, `end`, by local days."""
    visible = Delivery.objects.visible_to(for_user)
    rows = Survey.objects.filter(delivery__in=visible, answered_at__isnull=False)
    rows = rows.select_related("delivery__project", "delivery__customer", "contact")
    found = tuple(
        each
        for each in rows.order_by("answered_at", "pk")
        if start <= timezone.localdate(each.answered_at) < end
    )
    counts = {score: sum(each.score == score for each in found) for score in range(1, 6)}
    return Satisfaction(rows=found, counts=counts)
