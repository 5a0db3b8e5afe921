"""A release is soon to ship, and gates are not met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.people.automation import automation
from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import Parameter, Rule, Signal, Values
from twintrack.hub.scheduling.working_days import working_days_between
from twintrack.rnd.releases.gates import check_list, find_gate
from twintrack.rnd.releases.lifecycle import OPEN, State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.warning.facts import day_of
from twintrack.rnd.warning.rules.scope import came_late
from twintrack.ui.words import listed


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at releases that are due within days: which gates are not met?"""
    reader, today = automation(), day_of(at)
    rows = Release.objects.filter(state__in=OPEN).exclude(state=State.PLANNED)
    for release in rows.select_related("product").order_by("pk"):
        due = release.expected_on
        if due is None:
            continue
        days = working_days_between(today, due)
        if days > values["days"]:
            continue
        failing = [each for each in check_list(release, for_user=reader) if each.is_failing]
        if not failing:
            continue
        yield Signal(
            subject_id=release.pk,
            product_id=release.product_id,
            owner_id=release.owner_id,
            probability=min(95, 35 + 15 * len(failing) + max(0, 10 - days) * 3),
            impact_days=5,
            evidence={
                "name": f"{release.product} {release.name}",
                "days": days,
                "planned_on": (release.planned_on or due).isoformat(),
                "gates": [each.gate.code for each in failing],
            },
        )


def say(evidence: Mapping[str, Any]) -> str:
    many = {**evidence, "many": len(evidence["gates"])}
    return _("%(name)s is due in %(days)s working days, and %(many)s gates are not met") % many


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    gates = [find_gate(code) for code in evidence["gates"]]
    return [
        (_("Planned for"), evidence["planned_on"]),
        (_("Gates not met"), listed(each.label for each in gates if each)),
    ]


RULE = Rule(
    code="release-gates",
    label=gettext_lazy("A release will hardly pass its gates"),
    meaning=gettext_lazy(
        "It is expected within so many working days, and gates of its check list are not met."
        " Right if it came out later than planned."
    ),
    kind=RiskKind.TECHNICAL,
    subject="release",
    find=find,
    judge=came_late,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="days",
            label=gettext_lazy("working days before it is expected"),
            usual=Decimal(10),
            least=Decimal(1),
            most=Decimal(60),
        ),
    ),
)
