"""What several rules need: who answers for a team, and which product its work is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from twintrack.foundation.people.models import TeamMembership
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem


def day_of(at: datetime) -> date:
    """Give the day of a moment where the company is."""
    return timezone.localdate(at)


def lead_of(iteration: Iteration) -> int | None:
    """Find who answers for an iteration: the lead of its team, else who is longest in it."""
    members = TeamMembership.objects.filter(team=iteration.team_id, user__is_active=True)
    found = members.order_by("-is_lead", "pk").values_list("user_id", flat=True).first()
    return found


def product_of(items: Iterable[WorkItem]) -> int | None:
    """Give the product that most of some work is of."""
    counted = Counter(each.product_id for each in items)
    return max(counted, key=lambda pk: (counted[pk], -pk), default=None)


def size_of(items: Sequence[WorkItem], *, done: bool = False) -> Decimal:
    """Add up the points of all, or of what is done; where nothing has points, items are counted."""
    in_points = any(each.points for each in items)
    counted = [each for each in items if not done or each.state == State.DONE]
    if not in_points:
        return Decimal(len(counted))
    return sum((each.points or Decimal(0) for each in counted), Decimal(0))


def work_of(iteration: Iteration) -> list[WorkItem]:
    """List the work in an iteration, without what was given up."""
    rows = WorkItem.objects.filter(iteration=iteration).exclude(state=State.CANCELLED)
    return list(rows.select_related("assignee").order_by("pk"))
