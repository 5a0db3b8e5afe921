"""A delivery will cost more than its budget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.sales.delivery_costs.books import open_book, open_books
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.early.facts import (
    Evidence,
    named,
    open_deliveries,
    warned_of,
    whose,
)


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at all that go on: whose cost at completion lies above the budget?"""
    deliveries = open_deliveries()
    books = open_books(deliveries, on=timezone.localdate(at))
    for delivery in deliveries:
        book = books[delivery.pk]
        over = book.outlook.variance_percent
        if over is None or over <= values["percent"]:
            continue
        slowest = sorted(book.tasks, key=lambda each: -each.variance)[:3]
        yield Signal(
            **whose(delivery),
            probability=min(95, 55 + int(over)),
            # No amounts: who sees risks does not always see costs.
            evidence={
                "name": named(delivery),
                "over": str(over),
                "used": str(book.outlook.used_percent),
                "tasks": [
                    f"{each.task.name} +{written_hours(each.variance)} h"
                    for each in slowest
                    if each.variance > 0
                ],
            },
        )


def judge(warned: Warned, at: datetime) -> bool | None:
    """Say after its end whether a delivery cost more than its budget."""
    delivery = warned_of(warned)
    if delivery.is_open and delivery.accepted_on is None:
        return None
    outlook = open_book(delivery, on=timezone.localdate(at)).outlook
    if outlook.variance is None:
        raise NeverKnown
    return outlook.variance > 0


def say(evidence: Evidence) -> str:
    return _("%(name)s will cost %(over)s %% more than its budget") % evidence


def facts(evidence: Evidence) -> list[tuple[str, Any]]:
    return [
        (_("Over budget"), f"{evidence['over']} %"),
        (_("Spent of the budget"), f"{evidence['used']} %"),
        (_("Tasks that take longer"), "; ".join(evidence["tasks"]) or "—"),
    ]


RULE = Rule(
    code="delivery-cost",
    label=gettext_lazy("A delivery costs too much"),
    meaning=gettext_lazy(
        "What was spent, committed and still has to be done costs more than the budget of the"
        " quote and its accepted changes. Right if the finished delivery cost more."
    ),
    kind=RiskKind.COMMERCIAL,
    subject="delivery",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="percent",
            label=gettext_lazy("above % over budget"),
            usual=Decimal(5),
            least=Decimal(0),
            most=Decimal(200),
        ),
    ),
)
