"""A customer has been waited for too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import Parameter, Rule, Signal, Values
from twintrack.hub.scheduling.working_days import working_days_between
from twintrack.sales.deliveries.lifecycle import WaitFor
from twintrack.sales.delivery_costs.early.facts import (
    Evidence,
    came_late,
    day_in,
    named,
    open_deliveries,
    whose,
)
from twintrack.ui.templatetags.ui import day as written_day


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at all that go on: where has the customer owed an answer for too long?"""
    today = timezone.localdate(at)
    for delivery in open_deliveries():
        open_waits = [
            each
            for each in delivery.waits.all()
            if each.until is None and each.whom == WaitFor.CUSTOMER and each.since <= today
        ]
        wait = min(open_waits, key=lambda each: each.since, default=None)
        if wait is None:
            continue
        days = working_days_between(wait.since, today)
        if days <= values["days"]:
            continue
        yield Signal(
            **whose(delivery),
            probability=min(90, 40 + 4 * days),
            impact_days=days,
            evidence={
                "name": named(delivery),
                "days": days,
                "since": wait.since.isoformat(),
                "reason": wait.reason,
                "due_on": day_in(delivery),
            },
        )


def say(evidence: Evidence) -> str:
    return _("%(name)s has waited %(days)s working days for the customer") % evidence


def facts(evidence: Evidence) -> list[tuple[str, Any]]:
    return [
        (_("Waiting since"), written_day(date.fromisoformat(evidence["since"]))),
        (_("Reason"), evidence["reason"]),
    ]


RULE = Rule(
    code="delivery-waiting",
    label=gettext_lazy("A customer does not answer"),
    meaning=gettext_lazy(
        "A delivery has waited for its customer for too many working days. Right if it was"
        " accepted after the day that was planned then."
    ),
    kind=RiskKind.CUSTOMER,
    subject="delivery",
    find=find,
    judge=came_late,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="days",
            label=gettext_lazy("above so many working days"),
            usual=Decimal(5),
            least=Decimal(1),
            most=Decimal(100),
        ),
    ),
)
