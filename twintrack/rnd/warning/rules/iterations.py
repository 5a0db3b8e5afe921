"""An iteration will not be done with what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.rnd.iterations.course import course_of
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.warning.facts import day_of, lead_of, product_of, size_of, work_of
from twintrack.rnd.work.marks import written


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at running iterations: at this pace, how much of their points will be done?"""
    running = list(
        Iteration.objects.filter(state=IterationState.ACTIVE).select_related("team").order_by("pk")
    )
    courses = course_of(running, day_of(at))
    for iteration in running:
        course, items = courses[iteration.pk], work_of(iteration)
        product, owner = product_of(items), lead_of(iteration)
        if not course.total or product is None or owner is None:
            continue
        elapsed = Decimal(course.begun) / course.total
        if elapsed * 100 < values["elapsed"]:
            continue
        planned, done = size_of(items), size_of(items, done=True)
        share = min(done / elapsed / planned, Decimal(2)) if planned else Decimal(1)
        if share * 100 >= values["share"]:
            continue
        yield Signal(
            subject_id=iteration.pk,
            product_id=product,
            owner_id=owner,
            probability=min(95, 95 - int(share * 50)),
            impact_days=course.total,
            evidence={
                "name": iteration.name,
                "points": written(planned),
                "done": written(done),
                "day": course.begun,
                "days": course.total,
                "expected": str((share * planned).quantize(Decimal(1))),
            },
        )


def judge(warned: Warned, _at: datetime) -> bool | None:
    """Say after its end whether less than 95 % of the points were done that it held then."""
    iteration = Iteration.objects.filter(pk=warned.subject_id).first()
    if iteration is None or iteration.state == IterationState.CANCELLED:
        raise NeverKnown
    if iteration.state != IterationState.COMPLETED:
        return None
    done = size_of(work_of(iteration), done=True)
    return done < Decimal(warned.evidence["points"]) * Decimal("0.95")


def say(evidence: Mapping[str, Any]) -> str:
    return _("%(name)s ends with about %(expected)s of %(points)s points") % evidence


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (_("How far in time"), _("%(day)s of %(days)s") % evidence),
        (_("Points done"), _("%(done)s of %(points)s") % evidence),
        (_("Expected at this pace"), evidence["expected"]),
    ]


RULE = Rule(
    code="iteration-pace",
    label=gettext_lazy("An iteration will not be done"),
    meaning=gettext_lazy(
        "Points done so far, at the same pace until the last working day, are less than the share"
        " below of what it holds. Right if less than 95 % of it was done in the end."
    ),
    kind=RiskKind.RESOURCE,
    subject="iteration",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="elapsed",
            label=gettext_lazy("from % of its days on"),
            usual=Decimal(40),
            least=Decimal(10),
            most=Decimal(90),
        ),
        Parameter(
            name="share",
            label=gettext_lazy("below % of its points"),
            usual=Decimal(80),
            least=Decimal(20),
            most=Decimal(100),
        ),
    ),
)
