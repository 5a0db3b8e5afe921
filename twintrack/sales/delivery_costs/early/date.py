"""A delivery will be finished later than planned."""

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
from twintrack.sales.deliveries.queries import forecast_of
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
    """Look at all that go on: which are expected later than planned?"""
    today = timezone.localdate(at)
    for delivery in open_deliveries():
        if delivery.due_on is None:
            continue
        forecast = forecast_of(delivery, today=today)
        if forecast.days_late <= values["days"]:
            continue
        path = {each.pk: each for each in delivery.tasks.all()}
        yield Signal(
            **whose(delivery),
            probability=min(95, 50 + 3 * forecast.days_late),
            impact_days=forecast.days_late,
            evidence={
                "name": named(delivery),
                "days": forecast.days_late,
                "due_on": day_in(delivery),
                "forecast_on": forecast.finish_on.isoformat(),
                "customers_days": forecast.customers_days,
                "path": [path[pk].name for pk in forecast.path if path[pk].is_open][:4],
            },
        )


def say(evidence: Evidence) -> str:
    return _("%(name)s is expected %(days)s working days late") % evidence


def facts(evidence: Evidence) -> list[tuple[str, Any]]:
    return [
        (_("Planned finish"), written_day(date.fromisoformat(evidence["due_on"]))),
        (_("Expected finish"), written_day(date.fromisoformat(evidence["forecast_on"]))),
        (_("Of these days, the customer's"), evidence["customers_days"]),
        (_("Open tasks on the way"), "; ".join(evidence["path"]) or "—"),
    ]


RULE = Rule(
    code="delivery-date",
    label=gettext_lazy("A delivery is late"),
    meaning=gettext_lazy(
        "Its tasks, one after the other, end later than planned. Right if it was accepted after"
        " the day that was planned then."
    ),
    kind=RiskKind.COMMERCIAL,
    subject="delivery",
    find=find,
    judge=came_late,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="days",
            label=gettext_lazy("above so many working days late"),
            usual=Decimal(2),
            least=Decimal(0),
            most=Decimal(100),
        ),
    ),
)
