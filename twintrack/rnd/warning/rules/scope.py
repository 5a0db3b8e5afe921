"""A frozen release keeps changing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.people.automation import automation
from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.rnd.releases.late import list_late
from twintrack.rnd.releases.lifecycle import FROZEN, OPEN, State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.warning.facts import day_of


def find(values: Values, _at: datetime) -> Iterator[Signal]:
    """Look at frozen releases: how many changes came after the freeze?"""
    reader = automation()
    rows = Release.objects.filter(state__in=FROZEN).select_related("product").order_by("pk")
    for release in rows:
        late = list_late(release, for_user=reader)
        if len(late) < values["changes"]:
            continue
        yield Signal(
            subject_id=release.pk,
            product_id=release.product_id,
            owner_id=release.owner_id,
            probability=min(90, 40 + 8 * len(late)),
            impact_days=len(late),
            evidence={
                "name": f"{release.product} {release.name}",
                "changes": len(late),
                "planned_on": release.planned_on.isoformat() if release.planned_on else "",
                "latest": [f"{each.number} {each.title}" for each in late[:3]],
            },
        )


def came_late(warned: Warned, at: datetime) -> bool | None:
    """Say whether a release came out after the day that was planned then, once that is known."""
    release = Release.objects.filter(pk=warned.subject_id).first()
    planned = warned.evidence["planned_on"]
    if release is None or release.state == State.CANCELLED or not planned:
        raise NeverKnown
    if release.released_on is not None:
        return bool(release.released_on.isoformat() > planned)
    return True if release.state in OPEN and day_of(at).isoformat() > planned else None


def say(evidence: Mapping[str, Any]) -> str:
    return _("%(name)s changed %(changes)s times after its freeze") % evidence


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (_("Changes after the freeze"), evidence["changes"]),
        (_("Planned for"), evidence["planned_on"] or "—"),
        (_("The latest"), "; ".join(evidence["latest"])),
    ]


RULE = Rule(
    code="scope-churn",
    label=gettext_lazy("A frozen release keeps changing"),
    meaning=gettext_lazy(
        "Requirements, work or commits came in or went out after the freeze. Right if the release"
        " came out later than planned."
    ),
    kind=RiskKind.TECHNICAL,
    subject="release",
    find=find,
    judge=came_late,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="changes",
            label=gettext_lazy("from so many changes on"),
            usual=Decimal(3),
            least=Decimal(1),
            most=Decimal(100),
        ),
    ),
)
