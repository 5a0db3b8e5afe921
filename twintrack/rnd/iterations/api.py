"""Iterations in the REST API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_team
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.people.models import Team
from twintrack.hub.scheduling.capacity import Capacity, capacity_of
from twintrack.rnd.iterations import operations, queries
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Cadence, Iteration
from twintrack.rnd.iterations.operations import IterationDetails
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="iterations", label=_("Iterations"))


class IterationTeamOut(Out):
    id: int
    name: str


class IterationOut(Out):
    number: str
    name: str
    goal: str
    team: IterationTeamOut
    state: Annotated[str, OneOf(IterationState)]
    start_on: date
    end_on: date
    started_at: datetime | None
    ended_at: datetime | None
    person_days: Decimal | None = Field(description="As known when it started")
    hours: Decimal | None = Field(description="As known when it started")


class PersonCapacityOut(Out):
    person: PersonOut
    working_days: int
    leave_days: Decimal
    percent: int
    hours_a_day: Decimal
    days: Decimal
    hours: Decimal


class CapacityOut(Out):
    start_on: date
    end_on: date
    person_days: Decimal
    hours: Decimal
    leave_days: Decimal
    people: list[PersonCapacityOut]


class CadenceOut(Out):
    team: IterationTeamOut
    weeks: int
    pattern: str


class IterationBody(Body):
    team: Key = Field(description="The team's id")
    name: str = Field(min_length=1, max_length=120)
    start_on: date
    end_on: date
    goal: str = Field(default="", max_length=2000)


class IterationChangeBody(Body):
    """Fields left out stay as they are; `before` holds what you saw of those you change."""

    never_null = frozenset({"name", "start_on", "end_on", "goal"})

    name: str | None = Field(default=None, min_length=1, max_length=120)
    start_on: date | None = None
    end_on: date | None = None
    goal: str | None = Field(default=None, max_length=2000)


class IterationEditBody(IterationChangeBody):
    before: IterationChangeBody


class IterationCancellationBody(Body):
    reason: str = Field(min_length=1, max_length=500)


class CadenceBody(Body):
    weeks: int = Field(ge=1, le=12)
    pattern: str = Field(min_length=1, max_length=80, description="Such as `Iteration {n}`")


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


@router.get("/iterations", response=Page[IterationOut], summary=_("List iterations"))
def list_iterations(
    request: ApiRequest,
    team: Key | None = None,
    state: Annotated[str, OneOf(IterationState)] | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Iteration]:
    found = queries.list_iterations(
        for_user=request.user,
        team=get_team(team, for_user=request.user) if team is not None else None,
        states=[state] if state else (),
    )
    return key_page(found, order=("-start_on", "-pk"), after=after, size=limit)


@router.post("/iterations", response={201: IterationOut}, summary=_("Plan an iteration"))
def plan_iteration(request: ApiRequest, body: IterationBody) -> Iteration:
    with referring("team"):
        team = get_team(body.team, for_user=request.user)
    details = IterationDetails(**body.model_dump(exclude={"team"}), team=team)
    return operations.plan_iteration(details=details, **_who(request))


@router.get("/iterations/{number}", response=IterationOut, summary=_("Read an iteration"))
def get_iteration(request: ApiRequest, number: str) -> Iteration:
    return queries.get_iteration(number, for_user=request.user)


@router.patch("/iterations/{number}", response=IterationOut, summary=_("Change an iteration"))
def change_iteration(request: ApiRequest, number: str, body: IterationEditBody) -> Iteration:
    operations.change_iteration(
        iteration=queries.get_iteration(number, for_user=request.user),
        before=body.before.model_dump(exclude_unset=True),
        values=body.model_dump(exclude_unset=True, exclude={"before"}),
        **_who(request),
    )
    return queries.get_iteration(number, for_user=request.user)


@router.get(
    "/iterations/{number}/capacity",
    response=CapacityOut,
    summary=_("Read how much time the team has in an iteration"),
)
def get_capacity(request: ApiRequest, number: str) -> Capacity:
    iteration = queries.get_iteration(number, for_user=request.user)
    return capacity_of(iteration.team, iteration.start_on, iteration.end_on)


@router.post("/iterations/{number}/start", response=IterationOut, summary=_("Start an iteration"))
def start_iteration(request: ApiRequest, number: str) -> Iteration:
    iteration = queries.get_iteration(number, for_user=request.user)
    return operations.start_iteration(iteration=iteration, **_who(request))


@router.post(
    "/iterations/{number}/completion", response=IterationOut, summary=_("Complete an iteration")
)
def complete_iteration(request: ApiRequest, number: str) -> Iteration:
    iteration = queries.get_iteration(number, for_user=request.user)
    return operations.complete_iteration(iteration=iteration, **_who(request))


@router.post(
    "/iterations/{number}/cancellation", response=IterationOut, summary=_("Cancel an iteration")
)
def cancel_iteration(
    request: ApiRequest, number: str, body: IterationCancellationBody
) -> Iteration:
    iteration = queries.get_iteration(number, for_user=request.user)
    return operations.cancel_iteration(iteration=iteration, reason=body.reason, **_who(request))


@router.get("/teams/{pk}/cadence", response=CadenceOut | None, summary=_("Read a team's cadence"))
def get_cadence(request: ApiRequest, pk: Key) -> Cadence | None:
    return queries.cadence_of(get_team(pk, for_user=request.user))


@router.post("/teams/{pk}/cadence", response=CadenceOut, summary=_("Set a team's cadence"))
def set_cadence(request: ApiRequest, pk: Key, body: CadenceBody) -> Cadence:
    team: Team = get_team(pk, for_user=request.user)
    return operations.set_cadence(team=team, **body.model_dump(), **_who(request))


@router.post(
    "/teams/{pk}/iterations",
    response={201: IterationOut},
    summary=_("Plan a team's next iteration by its cadence"),
)
def plan_next(request: ApiRequest, pk: Key) -> Iteration:
    return operations.plan_next(team=get_team(pk, for_user=request.user), **_who(request))
