"""How well promises about complaints were kept: shares and middle times, each with its count."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, TruncMonth

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import has_hidden_products
from twintrack.sales.complaints.lifecycle import ALIVE, STOPPED, ClockState
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.sla.lifecycle import ClockKind

# A state, working minutes if it was stopped, and how many clocks.
Line = tuple[str, int | None, int]
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


NOTHING = Kept(count=0, kept=0, median_minutes=None)


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
    clocks = SlaClock.objects.filter(kind=kind, complaint__ended_by="")
    if has_hidden_products(for_user) or not may(for_user, Act.USE):
        clocks = clocks.filter(complaint__in=Complaint.objects.visible_to(for_user))
    stopped = clocks.filter(state__in=STOPPED, stopped_at__gte=since, stopped_at__lt=until)
    late = clocks.filter(state__in=ALIVE, due_at__gte=since, due_at__lt=until)
    groups: dict[Any, list[Line]] = defaultdict(list)
    for rows in (stopped, late):
        for key, state, took, count in _counted(rows, by):
            groups[_read(key)].append((state, took, count))
    return {key: _kept(group) for key, group in sorted(groups.items())}


def keeping_lately(*, for_user: User, now: datetime, days: int) -> list[tuple[ClockKind, Kept]]:
    """Say how promises of each kind were kept in the last days; asked once until any changes."""

    def ask() -> list[tuple[ClockKind, Kept]]:
        since = now - timedelta(days=days)
        found = {
            kind: keeping(for_user=for_user, kind=kind, since=since, until=now)
            for kind in ClockKind
        }
        return [(kind, each.get("", NOTHING)) for kind, each in found.items()]

    # Whose products are hidden from whom, teams decide.
    about = ("feedback", "product", "team", "user")
    return standing(f"promises-kept.{for_user.pk}.{days}", ask, about=about)


def _counted(rows: QuerySet[SlaClock], by: str) -> Any:
    # How many took how long is all that shares and middles rest on: few rows, however many clocks.
    lines = rows.annotate(key=_key(by)).values_list("key", "state", "took_minutes")
    return lines.annotate(count=Count("pk")).order_by()


def _key(by: str) -> Any:
    if by == "month":
        return TruncMonth(Coalesce("stopped_at", "due_at"))
    return F(BY[by]) if by in BY else Value("")


def _read(key: Any) -> Any:
    return key.date() if isinstance(key, datetime) else key


def _kept(rows: list[Line]) -> Kept:
    took = Counter({minutes: 0 for _state, minutes, _count in rows if minutes is not None})
    for _state, minutes, count in rows:
        if minutes is not None:
            took[minutes] += count
    return Kept(
        count=sum(count for _state, _minutes, count in rows),
        kept=sum(count for state, _minutes, count in rows if state == ClockState.MET),
        median_minutes=_median(took),
    )


def _median(took: Counter[int]) -> float | None:
    """Give the value in the middle, or between the two there, of values counted."""
    count = took.total()
    if not count:
        return None
    middles = [(count - 1) // 2, count // 2]
    found, passed = [], 0
    for minutes in sorted(took):
        found += [minutes for place in middles if passed <= place < passed + took[minutes]]
        passed += took[minutes]
    return sum(found) / 2
