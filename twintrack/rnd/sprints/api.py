"""The work in iterations in the REST API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_team
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.hub.products.queries import get_product, visible_product_ids
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.boards import Column, old_after, read_columns
from twintrack.rnd.sprints.burning import read_burn
from twintrack.rnd.sprints.lifecycle import Decision, Lane
from twintrack.rnd.sprints.models import BoardPolicy, RetroNote
from twintrack.rnd.sprints.planning import Plan, read_plan
from twintrack.rnd.sprints.results import Result, result_of
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import UNSEEN
from twintrack.rnd.work.queries import get_work_item

router = make_router(tag="iterations", label=_("Iterations"))
AT = "/iterations/{number}"
NOTE = AT + "/retrospective/{pk}"


class IterationAmountOut(Out):
    points: Decimal
    items: int


class IterationResultOut(Out):
    committed: IterationAmountOut
    done: IterationAmountOut
    done_committed: IterationAmountOut
    added: IterationAmountOut
    removed: IterationAmountOut
    carried: IterationAmountOut
    left: IterationAmountOut
    predictability: int | None = Field(description="Per cent of the committed scope that was done")


class IterationLoadOut(Out):
    person: PersonOut | None
    capacity: Decimal = Field(description="Hours")
    hours: Decimal
    amount: IterationAmountOut
    without_hours: int
    is_over: bool


class IterationPaceOut(Out):
    values: list[float] = Field(description="What was done in the iterations before, latest first")
    is_in_points: bool
    n: int


class IterationPlanOut(Out):
    amount: IterationAmountOut
    hours: Decimal
    without_hours: int
    capacity_hours: Decimal = Field(alias="capacity.hours")
    person_days: Decimal = Field(alias="capacity.person_days")
    is_over_capacity: bool
    is_over_pace: bool
    throughput: IterationPaceOut
    loads: list[IterationLoadOut]


class IterationBurnDayOut(Out):
    day: str
    scope: float
    done: float


class IterationBurnOut(Out):
    days: list[IterationBurnDayOut]
    forecast: list[dict[str, Any]] = Field(description="`day`, `low`, `middle`, `high`: 80 %")


class IterationCardOut(Out):
    number: str
    title: str
    state: Annotated[str, OneOf(State)]
    points: Decimal | None
    assignee: PersonOut | None
    blocked_at: datetime | None
    blocked_reason: str


class IterationColumnOut(Out):
    state: str
    limit: int | None
    is_over: bool
    old_after: float | None = Field(description="Days; 85 of 100 cards before left sooner")
    cards: list[IterationCardOut]


class PlacingBody(Body):
    item: str = Field(description="The work item's number")
    before: str | None = Field(
        default=None, description="The number of the iteration you saw it in, empty for none"
    )


class CardMoveBody(Body):
    item: str = Field(description="The work item's number")
    to: Annotated[str, OneOf(State)]
    before: str = Field(default="", description="The state you saw")


class CarryDecisionBody(Body):
    item: str = Field(description="The work item's number")
    decision: Annotated[str, OneOf(Decision)]


class IterationClosingBody(Body):
    decisions: list[CarryDecisionBody] = Field(default_factory=list, max_length=1000)
    others: Annotated[str, OneOf(Decision)] | None = Field(
        default=None,
        description="Where open work goes that is not named, as what you may not see",
    )


class BoardPolicyOut(Out):
    limits: dict[str, int]
    is_firm: bool


class BoardPolicyBody(Body):
    limits: dict[str, Annotated[int, Field(ge=1, le=99)]]
    is_firm: bool = False


class RetroNoteOut(Out):
    id: int
    lane: Annotated[str, OneOf(Lane)]
    text: str
    author: PersonOut
    item: str | None

    @staticmethod
    def resolve_item(note: RetroNote, context: Any) -> str | None:
        if note.item is None:
            return None
        seen = visible_product_ids(context["request"].user)
        return note.item.number if note.item.product_id in seen else None


class RetroNoteBody(Body):
    lane: Annotated[str, OneOf(Lane)]
    text: str = Field(min_length=1, max_length=300)


class RetroVoteBody(Body):
    is_for: bool = True


class ActionTakenUpBody(Body):
    product: str | None = Field(default=None, description="The product's code")


class IterationReviewOut(Out):
    notes: str


class IterationReviewBody(Body):
    before: str = Field(default="", description="The notes you saw", max_length=20_000)
    notes: str = Field(max_length=20_000)


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _found(request: ApiRequest, number: str) -> Iteration:
    return get_iteration(number, for_user=request.user)


def _item(request: ApiRequest, number: str, field: str = "item") -> WorkItem:
    with referring(field):
        return get_work_item(number, for_user=request.user)


@router.get(
    AT + "/result",
    response=IterationResultOut,
    summary=_("Read the result of an iteration"),
)
def get_result(request: ApiRequest, number: str) -> Result:
    return result_of(_found(request, number))


@router.get(
    AT + "/plan",
    response=IterationPlanOut,
    summary=_("Read what is planned into an iteration"),
)
def get_plan(request: ApiRequest, number: str) -> Plan:
    iteration = _found(request, number)
    items = queries.with_names(queries.list_items(iteration, for_user=request.user))
    return read_plan(iteration, items, today=timezone.localdate())


@router.get(
    AT + "/burn-up",
    response=IterationBurnOut,
    summary=_("Read the burn-up of an iteration"),
)
def get_burn(request: ApiRequest, number: str) -> dict[str, Any]:
    iteration = _found(request, number)
    burn = read_burn(iteration, result_of(iteration), today=timezone.localdate())
    days = zip(burn.days, burn.scope, burn.done, strict=True)
    ahead = zip(burn.left, burn.bands, strict=True)
    return {
        "days": [{"day": str(day), "scope": scope, "done": done} for day, scope, done in days],
        "forecast": [{"day": str(day), **vars(band)} for day, band in ahead],
    }


@router.get(
    AT + "/board",
    response=list[IterationColumnOut],
    summary=_("Read the daily board of an iteration"),
)
def get_board(request: ApiRequest, number: str) -> list[Column]:
    iteration = _found(request, number)
    return read_columns(
        queries.with_names(queries.list_items(iteration, for_user=request.user)),
        policy=queries.policy_of(iteration.team),
        ages=old_after(iteration.team),
    )


@router.post(
    AT + "/items",
    response=IterationCardOut,
    summary=_("Take a work item into an iteration"),
)
def place_item(request: ApiRequest, number: str, body: PlacingBody) -> WorkItem:
    iteration = _found(request, number)
    return operations.place(
        item=_item(request, body.item),
        iteration=iteration,
        seen=_seen(request, body.before),
        **_who(request),
    )


def _seen(request: ApiRequest, before: str | None) -> Any:
    if before is None:
        return UNSEEN
    if not before:
        return None
    with referring("before"):
        return _found(request, before)


@router.delete(
    AT + "/items/{item}",
    response=IterationCardOut,
    summary=_("Put a work item back to the backlog"),
)
def remove_item(request: ApiRequest, number: str, item: str) -> WorkItem:
    iteration = _found(request, number)
    found = get_work_item(item, for_user=request.user)
    return operations.place(item=found, iteration=None, seen=iteration, **_who(request))


@router.post(
    AT + "/moves",
    response=IterationCardOut,
    summary=_("Move a card on the daily board"),
)
def move_card(request: ApiRequest, number: str, body: CardMoveBody) -> WorkItem:
    _found(request, number)
    return work.move(
        item=_item(request, body.item),
        to=State(body.to),
        seen=body.before,
        **_who(request),
    )


@router.post(
    AT + "/closing",
    response=IterationResultOut,
    summary=_("Complete an iteration, with where its open work goes"),
)
def close_iteration(request: ApiRequest, number: str, body: IterationClosingBody) -> Result:
    iteration = _found(request, number)
    decisions = {
        _item(request, each.item, "decisions").pk: Decision(each.decision)
        for each in body.decisions
    }
    others = Decision(body.others) if body.others else None
    operations.close_iteration(
        iteration=iteration, decisions=decisions, others=others, **_who(request)
    )
    return result_of(_found(request, number))


@router.get(
    "/teams/{pk}/board-limits",
    response=BoardPolicyOut,
    summary=_("Read how much work in progress a team allows"),
)
def get_policy(request: ApiRequest, pk: Key) -> BoardPolicy:
    return queries.policy_of(get_team(pk, for_user=request.user))


@router.post(
    "/teams/{pk}/board-limits",
    response=BoardPolicyOut,
    summary=_("Set how much work in progress a team allows"),
)
def set_policy(request: ApiRequest, pk: Key, body: BoardPolicyBody) -> BoardPolicy:
    team = get_team(pk, for_user=request.user)
    return operations.set_policy(team=team, **body.model_dump(), **_who(request))


@router.get(
    AT + "/retrospective",
    response=list[RetroNoteOut],
    summary=_("List what was said in a retrospective"),
)
def list_notes(request: ApiRequest, number: str) -> list[RetroNote]:
    return queries.list_notes(_found(request, number), for_user=request.user)


@router.post(
    AT + "/retrospective",
    response={201: RetroNoteOut},
    summary=_("Say something in a retrospective"),
)
def write_note(request: ApiRequest, number: str, body: RetroNoteBody) -> RetroNote:
    return operations.write_note(
        iteration=_found(request, number), lane=Lane(body.lane), text=body.text, **_who(request)
    )


@router.delete(NOTE, response=RetroNoteOut, summary=_("Take back what was said"))
def remove_note(request: ApiRequest, number: str, pk: Key) -> RetroNote:
    note = queries.get_note(pk, iteration=_found(request, number))
    return operations.remove_note(note=note, **_who(request))


@router.post(
    NOTE + "/vote",
    response=RetroNoteOut,
    summary=_("Vote for what was said"),
)
def vote(request: ApiRequest, number: str, pk: Key, body: RetroVoteBody) -> RetroNote:
    note = queries.get_note(pk, iteration=_found(request, number))
    return operations.vote(note=note, is_for=body.is_for, **_who(request))


@router.post(
    NOTE + "/work",
    response=IterationCardOut,
    summary=_("Make a work item of an action"),
)
def take_up(request: ApiRequest, number: str, pk: Key, body: ActionTakenUpBody) -> WorkItem:
    iteration = _found(request, number)
    product = queries.usual_product(iteration, for_user=request.user)
    if body.product is not None:
        with referring("product"):
            product = get_product(body.product, for_user=request.user)
    note = queries.get_note(pk, iteration=iteration)
    return operations.take_up(note=note, product=product, **_who(request))


@router.get(
    AT + "/review",
    response=IterationReviewOut,
    summary=_("Read the notes of a review"),
)
def get_review(request: ApiRequest, number: str) -> Any:
    return queries.review_of(_found(request, number))


@router.post(
    AT + "/review",
    response=IterationReviewOut,
    summary=_("Write the notes of a review"),
)
def note_review(request: ApiRequest, number: str, body: IterationReviewBody) -> Any:
    return operations.note_review(
        iteration=_found(request, number), **body.model_dump(), **_who(request)
    )
