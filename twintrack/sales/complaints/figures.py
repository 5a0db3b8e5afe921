"""How well promises about complaints were kept: shares and middle times, each with its count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Q
from django.utils import timezone

from twintrack.foundation.people.models import User
from twintrack.sales.complaints.lifecycle import ALIVE, STOPPED, ClockState
from twintrack.sales.complaints.models import Complaint, SlaClock

# Of fewer no share is told: the counts are.
FEW = 5
# What figures are told apart by, and where a clock says it.
BY = {
    "severity": "complaint__severity",
    "product": "complaint__feedback__product__name",
    "customer": "complaint__feedback__customer__name",
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """
    Of so many promises that fell due, so many were kept.

    Counted are clocks that were stopped in the time, and those that broke in it and still run.
    `median_minutes` is the working time that the stopped ones took, in the middle.
    """

    count: int
    kept: int
    median_minutes: float | None

    @property
    def share(self) -> int | None:
        """Per cent kept; nothing where too few say."""
        return round(100 * self.kept / self.count) if self.count >= FEW else None


def keeping(
    *,
    for_user: User,
    kind: str,
    since: datetime,
    until: datetime,
    by: str = "",
) -> dict[Any, Kept]:
    """
    Say how promises of a kind were kept from one moment until another, as far as one may see.

    `by` is nothing (then the only key is empty), `month` (its first day), `severity`, `product`
    or `customer`.
    """
    complaints = Complaint.objects.visible_to(for_user).filter(ended_by="")
    in_time = Q(state__in=STOPPED, stopped_at__gte=since, stopped_at__lt=until)
    late = Q(state__in=ALIVE, due_at__gte=since, due_at__lt=until)
    clocks = SlaClock.objects.filter(in_time | late, kind=kind, complaint__in=complaints)
    rows = clocks.values_list("state", "took_minutes", "stopped_at", "due_at", BY.get(by, "kind"))
    groups: dict[Any, list[tuple[str, int | None]]] = defaultdict(list)
    for state, took, stopped_at, due_at, named in rows:
        moment = stopped_at or due_at
        key = _month(moment) if by == "month" and moment else named if by else ""
        groups[key].append((state, took))
    return {key: _kept(group) for key, group in sorted(groups.items())}


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _kept(rows: Iterable[tuple[str, int | None]]) -> Kept:
    every = list(rows)
    took = [minutes for _state, minutes in every if minutes is not None]
    return Kept(
        count=len(every),
        kept=sum(state == ClockState.MET for state, _minutes in every),
        median_minutes=median(took) if took else None,
    )
