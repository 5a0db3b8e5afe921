"""A work item is under way for longer than most of its like ever were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.algorithms.shares import value_at
from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.hub.scheduling.working_days import add_working_days, working_days_between
from twintrack.rnd.warning.facts import day_of
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem

# So long back what was done tells how long work takes.
WINDOW = timedelta(days=180)
# Of fewer finished items nothing is said.
ENOUGH = 10
PATIENCE = 5


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at work under way: is it older than so many percent of finished work became?"""
    limits = _limits(at, float(values["percentile"]) / 100)
    rows = WorkItem.objects.filter(state__in=UNDER_WAY, started_at__isnull=False)
    for item in rows.select_related("product", "requirement").order_by("pk"):
        assert item.started_at is not None
        limit = limits.get(item.kind)
        if limit is None:
            continue
        age = working_days_between(day_of(item.started_at), day_of(at))
        if age <= limit:
            continue
        yield Signal(
            subject_id=item.pk,
            product_id=item.product_id,
            owner_id=item.assignee_id or item.product.owner_id,
            probability=min(90, 50 + 40 * (age - int(limit)) // max(int(limit), 1)),
            impact_days=age - int(limit),
            evidence={
                "number": item.number,
                "title": item.title,
                "age": age,
                "limit": int(limit),
                "percentile": int(values["percentile"]),
                "state": item.state,
                "blocked": item.blocked_reason,
            },
        )


def _limits(at: datetime, share: float) -> dict[str, float]:
    """Give by kind of work the age that a share of what was finished lately stayed below."""
    done = WorkItem.objects.filter(
        state=State.DONE, done_at__gte=at - WINDOW, started_at__isnull=False
    )
    ages: dict[str, list[float]] = defaultdict(list)
    for kind, started, ended in done.values_list("kind", "started_at", "done_at"):
        assert started is not None
        assert ended is not None
        ages[kind].append(working_days_between(day_of(started), day_of(ended)))
    return {kind: value_at(each, share) for kind, each in ages.items() if len(each) >= ENOUGH}


def judge(warned: Warned, at: datetime) -> bool | None:
    """Say five working days later whether it was still not done."""
    due = add_working_days(day_of(warned.raised_at), PATIENCE)
    item = WorkItem.objects.filter(pk=warned.subject_id).first()
    if item is None or item.state == State.CANCELLED:
        raise NeverKnown
    if item.state == State.DONE and item.done_at is not None and day_of(item.done_at) <= due:
        return False
    return True if day_of(at) > due else None


def say(evidence: Mapping[str, Any]) -> str:
    return _("%(number)s “%(title)s” is under way for %(age)s working days") % evidence


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    rows = [
        (_("Working days since it began"), evidence["age"]),
        (
            _("%(percentile)s %% of its like were done within") % evidence,
            _("%(limit)s working days") % evidence,
        ),
        (_("State"), State(evidence["state"]).label),
    ]
    if evidence["blocked"]:
        rows.append((_("What stands in the way"), evidence["blocked"]))
    return rows


RULE = Rule(
    code="item-age",
    label=gettext_lazy("Work is under way for too long"),
    meaning=gettext_lazy(
        "It is older than most finished work of its kind in the last half year ever became, in"
        " working days. Right if it was still not done five working days later."
    ),
    kind=RiskKind.TECHNICAL,
    subject="work_item",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="percentile",
            label=gettext_lazy("older than % of its like"),
            usual=Decimal(85),
            least=Decimal(50),
            most=Decimal(99),
        ),
    ),
)
