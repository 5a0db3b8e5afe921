"""Fewer tests pass than usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.rnd.insight.lifecycle import UNSETTLED, State
from twintrack.rnd.insight.models import Finding
from twintrack.rnd.warning.facts import day_of

MEASURE = "pass_rate"
DOWN = -1


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at what process insight found lately: where did the pass rate leave its limits?"""
    since = day_of(at) - timedelta(weeks=int(values["weeks"]))
    rows = Finding.objects.filter(
        measure=MEASURE, side=DOWN, state__in=UNSETTLED, seen_in__gte=since
    )
    for finding in rows.select_related("product", "module").order_by("pk"):
        yield Signal(
            subject_id=finding.pk,
            product_id=finding.product_id,
            owner_id=finding.owner_id,
            probability=min(95, 50 + int(10 * abs(finding.distance))),
            evidence={
                "name": str(finding.module or finding.product),
                "before": round(finding.before, 1),
                "after": round(finding.after, 1),
                "since": finding.since.isoformat(),
                "count": finding.count,
            },
        )


def judge(warned: Warned, _at: datetime) -> bool | None:
    """Say whether people took the finding up, once they have said what becomes of it."""
    finding = Finding.objects.filter(pk=warned.subject_id).first()
    if finding is None:
        raise NeverKnown
    if finding.state == State.OPEN:
        return None
    return finding.state != State.DISMISSED


def say(evidence: Mapping[str, Any]) -> str:
    return _("%(name)s: %(after)s %% of tests pass, %(before)s %% is usual") % evidence


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (_("Since the week of"), evidence["since"]),
        (_("Usual pass rate"), _("%(before)s %%") % evidence),
        (_("Pass rate now"), _("%(after)s %% of %(count)s results") % evidence),
    ]


RULE = Rule(
    code="pass-rate",
    label=gettext_lazy("Fewer tests pass than usual"),
    meaning=gettext_lazy(
        "The pass rate of a product or module left its control limits downwards, and nobody has"
        " said yet what becomes of it. Right if people took it up, wrong if they dismissed it."
    ),
    kind=RiskKind.TECHNICAL,
    subject="finding",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="weeks",
            label=gettext_lazy("seen within so many weeks"),
            usual=Decimal(6),
            least=Decimal(1),
            most=Decimal(52),
        ),
    ),
)
