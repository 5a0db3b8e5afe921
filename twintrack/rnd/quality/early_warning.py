"""A quality gate stays broken: the next release will pay for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import Parameter, Rule, Signal, Values, Warned
from twintrack.rnd.quality.lifecycle import Verdict
from twintrack.rnd.quality.models import QualityGate
from twintrack.rnd.quality.queries.overview import broken_since
from twintrack.rnd.quality.words import reason
from twintrack.ui.templatetags.ui import day

# A warning was right if the gate stayed broken for so long after it.
LASTING = timedelta(days=7)


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at gates that are broken now: since when?"""
    gates = QualityGate.objects.filter(verdict=Verdict.BROKEN)
    for gate in gates.select_related("product", "module").order_by("pk"):
        since = broken_since(gate)
        if since is None or at - since < timedelta(days=float(values["days"])):
            continue
        days = (at - since).days
        broken = [each for each in gate.reasons if each["verdict"] == Verdict.BROKEN]
        yield Signal(
            subject_id=gate.pk,
            product_id=gate.product_id,
            owner_id=gate.product.owner_id,
            probability=min(90, 40 + 3 * days + 10 * len(broken)),
            impact_days=2,
            evidence={
                "name": str(gate),
                "since": localtime(since).date().isoformat(),
                "days": days,
                "reasons": broken,
            },
        )


def was_lasting(warned: Warned, at: datetime) -> bool | None:
    """Say whether the gate stayed broken for a week after the warning."""
    if warned.cleared_at is not None and warned.cleared_at - warned.raised_at < LASTING:
        return False
    return True if at - warned.raised_at >= LASTING else None


def say(evidence: Mapping[str, Any]) -> str:
    """Put what was seen into a sentence."""
    return _("The gate of %(name)s has been broken for %(days)s days") % evidence


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """List what was seen."""
    since = day(parse_date(evidence["since"]))
    return [
        (_("Not kept since"), since),
        (_("Grounds"), _("; ").join(map(reason, evidence["reasons"]))),
    ]


RULE = Rule(
    code="quality-gate",
    label=gettext_lazy("A quality gate stays broken"),
    meaning=gettext_lazy(
        "The main branch of a product or module has not kept its gate for so many days."
        " Right if the gate stayed broken for another week."
    ),
    kind=RiskKind.TECHNICAL,
    subject="quality_gate",
    find=find,
    judge=was_lasting,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="days",
            label=gettext_lazy("days in which it may be repaired"),
            usual=Decimal(3),
            least=Decimal(1),
            most=Decimal(30),
        ),
    ),
)
