"""What waits for a decision, and whose opinions are awaited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.bands import band_of
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Opinion, Requirement, ReviewRequest

# A badge says no more than this.
MOST_COUNTED = 1000
BY_VALUE = ("-value_score", "-band", "created_at", "pk")
BY_WAITING = ("created_at", "pk")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much waits for a decision, what money stands behind it, and since when."""

    count: int
    revenue: Decimal
    since: datetime | None


def _undecided(today: date) -> Q:
    comes_back = Q(state=State.DEFERRED, revisit_on__lte=today)
    return Q(state__in=[State.PROPOSED, State.UNDER_REVIEW]) | comes_back


def list_undecided(*, for_user: User, today: date) -> QuerySet[Requirement]:
    """List what waits for a decision; a deferred requirement comes back on its day."""
    visible: QuerySet[Requirement] = Requirement.objects.visible_to(for_user)
    undecided = visible.filter(_undecided(today)).select_related("product", "owner")
    return undecided.annotate(band=band_of("revenue"))


def list_opinions_wanted(*, for_user: User) -> QuerySet[Requirement]:
    """List the requirements on which a person is asked for an opinion they have not given."""
    visible: QuerySet[Requirement] = Requirement.objects.visible_to(for_user)
    asked = visible.filter(pk__in=_awaited_of(for_user).values("request__requirement"))
    return asked.select_related("product", "owner").annotate(band=band_of("revenue"))


def list_awaited_opinions(*, for_user: User) -> QuerySet[Opinion]:
    """List the opinions that a person owes, the one that is due first at the top."""
    visible = Requirement.objects.visible_to(for_user)
    owed = _awaited_of(for_user).filter(request__requirement__in=visible)
    due_first = F("request__due_on").asc(nulls_last=True)
    return owed.select_related("request__requirement").order_by(due_first, "pk")


def _awaited_of(reviewer: User) -> QuerySet[Opinion]:
    return Opinion.objects.filter(reviewer=reviewer, verdict="", request__closed_at=None)


Money = Callable[[QuerySet[Requirement], date], Decimal]
_money: list[Money] = []


def register_money(behind: Money) -> None:
    """Let the helix say what money stands behind many requirements; called from its `ready`."""
    _money[:] = [behind]


def count_undecided(rows: QuerySet[Requirement], *, today: date) -> Waiting:
    """Count what waits, with the money behind it and the day since which the oldest waits."""
    counted = rows.order_by().aggregate(count=Count("pk"), since=Min("created_at"))
    revenue = _money[0](rows, today) if _money and counted["count"] else Decimal(0)
    return Waiting(count=counted["count"], revenue=revenue, since=counted["since"])


def count_waiting(user: User) -> int:
    """Count what waits for a person: decisions of those who decide, opinions of everybody."""
    if may(user, Act.REVIEW_REQUIREMENT):
        rows = list_undecided(for_user=user, today=timezone.localdate())
    else:
        rows = list_opinions_wanted(for_user=user)
    return len(rows.order_by().values_list("pk", flat=True)[:MOST_COUNTED])


def find_open_request(requirement: Requirement) -> ReviewRequest | None:
    """Find the review that is going on, with everybody's opinion."""
    requests = ReviewRequest.objects.filter(requirement=requirement, closed_at=None)
    return requests.select_related("asked_by").prefetch_related("opinions__reviewer").first()


def list_requests(requirement: Requirement) -> QuerySet[ReviewRequest]:
    """List the reviews of a requirement, the newest first, with everybody's opinion."""
    requests = ReviewRequest.objects.filter(requirement=requirement)
    return (
        requests.select_related("asked_by").prefetch_related("opinions__reviewer").order_by("-pk")
    )


def opinion_of(user: User, requests: Sequence[ReviewRequest]) -> Opinion | None:
    """Find the opinion that a person gave or still owes in the review that is going on."""
    for request in requests:
        if request.closed_at is None:
            return next((each for each in request.opinions.all() if each.reviewer == user), None)
    return None
