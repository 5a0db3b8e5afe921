"""Templates of notes, targets, and how weeks stand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person, get_team
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Day, Key, Out, PersonOut, referring
from twintrack.sales.visits import operations, progress, queries
from twintrack.sales.visits.api.router import router
from twintrack.sales.visits.models import NoteTemplate, VisitTarget
from twintrack.sales.visits.operations import TemplateDetails

Name = Annotated[str, Field(min_length=1, max_length=60)]


class VisitSectionOut(Out):
    id: int = Field(alias="pk")
    name_zh: str
    name_en: str
    is_required: bool


class VisitTemplateOut(Out):
    id: int = Field(alias="pk")
    name_zh: str
    name_en: str
    is_active: bool
    sections: list[VisitSectionOut]

    @staticmethod
    def resolve_sections(template: NoteTemplate) -> list[Any]:
        return [each for each in template.sections.all() if each.is_active]


class VisitSectionBody(Body):
    name_zh: Name
    name_en: Name
    is_required: bool = False

    @property
    def heading(self) -> tuple[str, str, bool]:
        return self.name_zh, self.name_en, self.is_required


class VisitTemplateBody(Body):
    name_zh: Name
    name_en: Name
    sections: list[VisitSectionBody] = Field(max_length=30)


class VisitTemplateFacts(Body):
    name_zh: Name | None = None
    name_en: Name | None = None
    is_active: bool | None = None
    sections: list[VisitSectionBody] | None = Field(default=None, max_length=30)

    def values(self) -> dict[str, Any]:
        """Give what was sent, as the operation takes it."""
        sent = self.model_dump(exclude_none=True, exclude={"sections"})
        if self.sections is not None:
            sent["sections"] = [each.heading for each in self.sections]
        return sent


class VisitTemplateChangeBody(Body):
    before: VisitTemplateFacts = Field(description="What you saw of the fields you change")
    values: VisitTemplateFacts


class VisitTargetOut(Out):
    id: int = Field(alias="pk")
    team_id: int | None
    person_id: int | None
    per_week: int
    since: date


class VisitTargetBody(Body):
    per_week: int
    on: Day = Field(description="Any day of the first week it holds for")
    team_id: Key | None = None
    person_id: Key | None = None


class VisitWeekOut(Out):
    person: PersonOut
    monday: date
    held: int
    planned: int
    per_week: int = Field(description="The target of a whole week")
    target: int = Field(description="Shortened by free days and leave")
    away_days: Decimal


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


@router.get(
    "/visit-templates", response=list[VisitTemplateOut], summary=_("List the note templates")
)
def list_templates(request: ApiRequest) -> list[NoteTemplate]:
    check_may(request.user, Act.SEE_VISITS)
    return queries.list_templates()


@router.post("/visit-templates", response={201: VisitTemplateOut}, summary=_("Add a note template"))
def add_template(request: ApiRequest, body: VisitTemplateBody) -> NoteTemplate:
    details = TemplateDetails(
        name_zh=body.name_zh,
        name_en=body.name_en,
        sections=[each.heading for each in body.sections],
    )
    return operations.add_template(details=details, **_who(request))


@router.patch(
    "/visit-templates/{pk}", response=VisitTemplateOut, summary=_("Change a note template")
)
def change_template(request: ApiRequest, pk: int, body: VisitTemplateChangeBody) -> NoteTemplate:
    check_may(request.user, Act.SET_VISITS)
    return operations.change_template(
        template=queries.get_template(pk),
        before=body.before.values(),
        values=body.values.values(),
        **_who(request),
    )


@router.get(
    "/visit-targets", response=list[VisitTargetOut], summary=_("List how many visits were wanted")
)
def list_targets(request: ApiRequest) -> list[VisitTarget]:
    check_may(request.user, Act.SEE_VISITS)
    return queries.list_targets()


@router.post(
    "/visit-targets",
    response={201: VisitTargetOut},
    summary=_("Say how many visits a week there are to be"),
)
def set_target(request: ApiRequest, body: VisitTargetBody) -> VisitTarget:
    with referring("team_id"):
        team = get_team(body.team_id, for_user=request.user) if body.team_id else None
    with referring("person_id"):
        person = get_person(body.person_id) if body.person_id else None
    return operations.set_target(
        team=team, person=person, per_week=body.per_week, on=body.on, **_who(request)
    )


@router.get("/visit-weeks", response=list[VisitWeekOut], summary=_("List weeks of visits"))
def list_weeks(
    request: ApiRequest,
    *,
    person_id: Key | None = None,
    weeks: Annotated[int, Field(ge=1, le=53)] = 4,
) -> list[progress.PersonWeek]:
    """List the last weeks of yourself, or of somebody whose team you lead."""
    check_may(request.user, Act.SEE_VISITS)
    with referring("person_id"):
        person = get_person(person_id) if person_id else request.user
    last = progress.monday_of(timezone.localdate())
    first = last - timedelta(weeks=weeks - 1)
    return progress.list_weeks([person], first, last, for_user=request.user)
