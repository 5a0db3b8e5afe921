"""The pool as a list: filtered, ordered by hand, one field or many requirements changed at once."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog import operations, pool, queries
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.api.shapes import RequirementOut
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Kind, Priority, Requirement
from twintrack.rnd.backlog.operations import Change, Outcome
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.rnd.releases.queries import get_release
from twintrack.ui.paging import KeyPage, key_page

Sort = Annotated[
    str,
    Field(
        pattern=f"^-?({'|'.join(pool.SORTS)})$",
        description="By what the list is ordered, - before it for falling",
    ),
]
Number = Annotated[str, Field(max_length=20)]
Level = Annotated[int, Field(ge=Priority.URGENT, le=Priority.LOW, description="1 urgent, 4 low")]


class PoolQuery(Body):
    state: list[Annotated[str, OneOf(State)]] = []
    product: list[str] = Field([], description="Codes of products")
    owner: list[Key] = Field([], description="Ids of people")
    kind: list[Annotated[str, OneOf(Kind)]] = []
    release: list[str] = Field([], description="Numbers of releases")
    label: list[Key] = Field([], description="Ids of labels")
    priority: list[Level] = []
    q: str = Field("", max_length=200, description="Part of the title, or the number")
    customers: int = Field(0, ge=0, le=100_000, description="At least so many customers wait")
    waited_for: bool = False
    sort: Sort = pool.BY_VALUE
    after: str = ""
    limit: Limit = 50


class TitleBody(Body):
    before: str = Field(max_length=200, description="The title you saw")
    title: str = Field(min_length=1, max_length=200)


class RequirementOwnerBody(Body):
    before: Key = Field(description="Id of the owner you saw")
    owner: Key = Field(description="Id of the person who takes it over")


class PriorityBody(Body):
    before: Level
    priority: Level


class PlaceBody(Body):
    after: Number | None = Field(None, description="The requirement above it")
    before: Number | None = Field(None, description="The requirement below, if none is above")


class ChangesBody(Body):
    """One change for many requirements: exactly one field beside their numbers."""

    requirements: list[Number] = Field(min_length=1, max_length=operations.MOST)
    field: Literal["state", "owner", "priority", "milestone", "release", "planned_on"]
    state: Annotated[str, OneOf(State)] | None = None
    owner: Key | None = None
    priority: Level | None = None
    milestone: Number | None = None
    release: Number | None = None
    reason: str = Field("", max_length=1000, description="Why a frozen release changes")
    planned_on: date | None = None


class RefusedOut(Out):
    number: str
    code: str
    detail: str


class OutcomeOut(Out):
    changed: list[str]
    unchanged: list[str]
    refused: list[RefusedOut]
    undo: dict[str, int] | None = Field(description="What to send to /requirements/undo")

    @staticmethod
    def resolve_changed(outcome: Outcome) -> list[str]:
        return [each.number for each in outcome.changed]

    @staticmethod
    def resolve_unchanged(outcome: Outcome) -> list[str]:
        return [each.number for each in outcome.unchanged]

    @staticmethod
    def resolve_refused(outcome: Outcome) -> list[dict[str, str]]:
        return [
            {"number": each.number, "code": refusal.code, "detail": str(refusal.message)}
            for each, refusal in outcome.refused
        ]

    @staticmethod
    def resolve_undo(outcome: Outcome) -> dict[str, int] | None:
        ids = [each.pk for each in outcome.entries]
        return {"first": min(ids), "last": max(ids)} if ids else None


class UndoBody(Body):
    first: Key = Field(description="First of the ledger entries to take back")
    last: Key


@router.get("/requirements", response=Page[RequirementOut], summary=_("List requirements"))
def list_requirements(request: ApiRequest, wanted: Query[PoolQuery]) -> KeyPage[Requirement]:
    products = [get_product(code, for_user=request.user).pk for code in wanted.product]
    only = PoolFilter(
        products=tuple(products),
        states=tuple(wanted.state),
        owners=tuple(wanted.owner),
        kinds=tuple(wanted.kind),
        labels=tuple(wanted.label),
        releases=tuple(get_release(each, for_user=request.user).pk for each in wanted.release),
        priorities=tuple(wanted.priority),
        text=wanted.q,
        customers=max(wanted.customers, 1 if wanted.waited_for else 0),
    )
    order = pool.order_of(wanted.sort, for_user=request.user)
    found = pool.list_pool(for_user=request.user, only=only)
    rows = pool.ready_for(
        found.select_related(
            "product", "owner", "milestone", "release", "merged_into", "split_from"
        ),
        order,
    )
    return key_page(rows, order=order, after=wanted.after, size=wanted.limit)


@router.post(
    "/requirements/changes", response=OutcomeOut, summary=_("Change many requirements at once")
)
def change_many(request: ApiRequest, body: ChangesBody) -> Outcome:
    with referring("requirements"):
        requirements = queries.get_requirements(body.requirements, for_user=request.user)
    return operations.change_many(
        requirements=requirements,
        change=_change(request, body),
        by=request.user,
        at=timezone.now(),
    )


def _change(request: ApiRequest, body: ChangesBody) -> Change:
    value: Any = getattr(body, body.field)
    with referring(body.field):
        match body.field:
            case "owner":
                return operations.ToOwner(get_person(value or 0))
            case "milestone":
                found = get_milestone(value, for_user=request.user) if value else None
                return operations.ToMilestone(found)
            case "release":
                into = get_release(value, for_user=request.user) if value else None
                return operations.ToRelease(into, body.reason)
            case "planned_on":
                return operations.ToDay(value)
            case "priority":
                return operations.ToPriority(value or 0)
    return operations.ToState(State(value or State.PROPOSED))


@router.post(
    "/requirements/undo",
    response=list[RequirementOut],
    summary=_("Take back what you did to requirements in the last hour"),
)
def undo(request: ApiRequest, body: UndoBody) -> list[Requirement]:
    return operations.undo(**body.model_dump(), by=request.user, at=timezone.now())


@router.post(
    "/requirements/{number}/title", response=RequirementOut, summary=_("Rename a requirement")
)
def rename(request: ApiRequest, number: str, body: TitleBody) -> Requirement:
    return operations.rename(
        requirement=queries.get_requirement(number, for_user=request.user),
        before=body.before,
        title=body.title,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/owner",
    response=RequirementOut,
    summary=_("Let another person look after a requirement"),
)
def assign(request: ApiRequest, number: str, body: RequirementOwnerBody) -> Requirement:
    requirement = queries.get_requirement(number, for_user=request.user)
    with referring("owner"):
        owner = get_person(body.owner)
    return operations.assign(
        requirement=requirement,
        before=body.before,
        owner=owner,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/priority",
    response=RequirementOut,
    summary=_("Say how urgent a requirement is"),
)
def prioritise(request: ApiRequest, number: str, body: PriorityBody) -> Requirement:
    return operations.prioritise(
        requirement=queries.get_requirement(number, for_user=request.user),
        before=body.before,
        priority=body.priority,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/rank",
    response=RequirementOut,
    summary=_("Put a requirement behind or before another in the list ordered by hand"),
)
def reorder(request: ApiRequest, number: str, body: PlaceBody) -> Requirement:
    requirement = queries.get_requirement(number, for_user=request.user)
    found: dict[str, Requirement | None] = {"after": None, "before": None}
    for name in found:
        beside = getattr(body, name)
        if beside:
            with referring(name):
                found[name] = queries.get_requirement(beside, for_user=request.user)
    return operations.reorder(
        requirement=requirement,
        after=found["after"],
        before=found["before"],
        by=request.user,
        at=timezone.now(),
    )
