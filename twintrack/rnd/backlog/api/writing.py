"""What a requirement says: its description, its kind, its acceptance criteria."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.api.shapes import CriterionOut, RequirementOut
from twintrack.rnd.backlog.models import Criterion, Kind, Requirement
from twintrack.rnd.backlog.surroundings import get_criterion, list_criteria
from twintrack.ui.paging import KeyPage, key_page

CRITERION = "/requirements/{number}/criteria/{pk}"


class DescriptionBody(Body):
    before: str = Field(description="The text you began with")
    description: str = Field(max_length=20_000)


class KindBody(Body):
    before: Annotated[str, OneOf(Kind)] = Field(description="The kind you saw")
    kind: Annotated[str, OneOf(Kind)]


class CriterionBody(Body):
    text: str


class CriterionWordsBody(Body):
    before: str = Field(description="The words you saw")
    text: str


class CriterionMetBody(Body):
    is_met: bool


class CriterionPlaceBody(Body):
    steps: int = Field(ge=-1000, le=1000, description="Up with a minus, down without")


@router.post(
    "/requirements/{number}/description",
    response=RequirementOut,
    summary=_("Rewrite the description"),
)
def describe(request: ApiRequest, number: str, body: DescriptionBody) -> Requirement:
    return operations.describe(
        requirement=queries.get_requirement(number, for_user=request.user),
        before=body.before,
        description=body.description,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/kind",
    response=RequirementOut,
    summary=_("Say of which kind a requirement is"),
)
def classify(request: ApiRequest, number: str, body: KindBody) -> Requirement:
    return operations.classify(
        requirement=queries.get_requirement(number, for_user=request.user),
        before=body.before,
        kind=body.kind,
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/requirements/{number}/criteria",
    response=Page[CriterionOut],
    summary=_("List the acceptance criteria"),
)
def list_acceptance_criteria(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Criterion]:
    criteria = list_criteria(queries.get_requirement(number, for_user=request.user))
    return key_page(criteria, order=("position", "pk"), after=after, size=limit)


@router.post(
    "/requirements/{number}/criteria",
    response={201: CriterionOut},
    summary=_("Add an acceptance criterion"),
)
def add_criterion(request: ApiRequest, number: str, body: CriterionBody) -> Criterion:
    return operations.add_criterion(
        requirement=queries.get_requirement(number, for_user=request.user),
        text=body.text,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{CRITERION}/text", response=CriterionOut, summary=_("Reword an acceptance criterion")
)
def reword_criterion(
    request: ApiRequest, number: str, pk: Key, body: CriterionWordsBody
) -> Criterion:
    return operations.reword_criterion(
        criterion=_criterion(request, number, pk),
        before=body.before,
        to=body.text,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{CRITERION}/check", response=CriterionOut, summary=_("Check off an acceptance criterion")
)
def tick_criterion(request: ApiRequest, number: str, pk: Key, body: CriterionMetBody) -> Criterion:
    return operations.tick_criterion(
        criterion=_criterion(request, number, pk),
        is_met=body.is_met,
        by=request.user,
        at=timezone.now(),
    )


@router.post(f"{CRITERION}/place", response=CriterionOut, summary=_("Move an acceptance criterion"))
def move_criterion(
    request: ApiRequest, number: str, pk: Key, body: CriterionPlaceBody
) -> Criterion:
    return operations.move_criterion(
        criterion=_criterion(request, number, pk),
        steps=body.steps,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    f"{CRITERION}/removal", response=CriterionOut, summary=_("Remove an acceptance criterion")
)
def remove_criterion(request: ApiRequest, number: str, pk: Key) -> Criterion:
    return operations.remove_criterion(
        criterion=_criterion(request, number, pk), by=request.user, at=timezone.now()
    )


@router.post(
    f"{CRITERION}/restoration",
    response=CriterionOut,
    summary=_("Restore an acceptance criterion"),
)
def restore_criterion(request: ApiRequest, number: str, pk: Key) -> Criterion:
    return operations.restore_criterion(
        criterion=_criterion(request, number, pk), by=request.user, at=timezone.now()
    )


def _criterion(request: ApiRequest, number: str, pk: int) -> Criterion:
    return get_criterion(queries.get_requirement(number, for_user=request.user), pk)
