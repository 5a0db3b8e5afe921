"""What a change of a requirement would touch."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import OneOf
from twintrack.rnd.backlog import queries
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched, find_impact


class TouchedOut(Schema):
    section: Annotated[str, OneOf(Section)]
    kind: str
    number: str
    title: str
    url: str
    effect: str
    tone: str = Field(description="bad, warn or empty")
    amount: str = Field(description="As exactly as you may see it")
    person: str | None


class ImpactOut(Schema):
    days: int = Field(description="Days later than it is expected, below 0 earlier")
    touched: list[TouchedOut]


@router.get(
    "/requirements/{number}/impact",
    response=ImpactOut,
    summary=_("Read what a change of a requirement touches"),
)
def get_impact(
    request: ApiRequest,
    number: str,
    change: Annotated[str, OneOf(Move)] = Move.DATE.value,
    to: date | None = None,
) -> dict[str, object]:
    requirement = queries.get_requirement(number, for_user=request.user)
    supposed = Supposed(requirement=requirement, move=Move(change), to=to)
    impact = find_impact(supposed, for_user=request.user)
    rows = [_told(each) for _section, touched in impact.sections for each in touched]
    return {"days": supposed.days, "touched": rows}


def _told(each: Touched) -> dict[str, object]:
    return {
        "section": each.section.value,
        "kind": each.kind,
        "number": each.number,
        "title": each.title,
        "url": each.url,
        "effect": each.effect,
        "tone": each.tone,
        "amount": each.amount,
        "person": each.person.name if each.person else None,
    }
