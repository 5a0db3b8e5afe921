"""Work items: changed, moved, blocked, linked, one or many."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, referring
from twintrack.rnd.work import operations, queries
from twintrack.rnd.work.api.router import router
from twintrack.rnd.work.api.shapes import LinkOut, Number, ValuesBody, WorkItemOut, values_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import LinkKind, WorkItem, WorkItemLink
from twintrack.rnd.work.operations import Edit, Outcome


class ChangeBody(ValuesBody):
    """The fields to change, and in `before` those that the caller saw, to refuse a stale edit."""

    before: ValuesBody | None = None


class WorkStateBody(Body):
    state: Annotated[str, OneOf(State)]
    seen: Annotated[str, OneOf(State)] | None = Field(None, description="The state you saw")


class WorkPlaceBody(Body):
    after: Number | None = Field(None, description="The work item above it")
    before: Number | None = Field(None, description="The work item below, if none is above")


class BlockBody(Body):
    reason: str = Field(min_length=1, max_length=300)


class LinkBody(Body):
    kind: Annotated[str, OneOf(LinkKind)]
    other: Number


class WorkChangesBody(ValuesBody):
    """One change for many work items: a state, or exactly one field."""

    work_items: list[Number] = Field(min_length=1, max_length=operations.MOST)
    state: Annotated[str, OneOf(State)] | None = None


class WorkRefusalOut(Out):
    number: str
    code: str
    detail: str


class WorkChangesOut(Out):
    changed: list[str]
    unchanged: list[str]
    refused: list[WorkRefusalOut]
    first: int | None = Field(description="The first of the ledger entries that tell it")
    last: int | None = Field(description="The last of them; both take it back")


class WorkUndoBody(Body):
    first: Key
    last: Key


def _item(request: ApiRequest, number: str) -> WorkItem:
    return queries.get_work_item(number, for_user=request.user)


@router.patch("/work-items/{number}", response=WorkItemOut, summary=_("Change a work item"))
def change_work_item(request: ApiRequest, number: str, body: ChangeBody) -> WorkItem:
    item = _item(request, number)
    values = values_of(body, product=item.product, user=request.user)
    seen = values_of(body.before, product=item.product, user=request.user) if body.before else {}
    edits = [
        Edit(field=name, value=value, before=seen.get(name, operations.UNSEEN))
        for name, value in values.items()
    ]
    return operations.change(item=item, edits=edits, by=request.user, at=timezone.now())


@router.post("/work-items/{number}/state", response=WorkItemOut, summary=_("Move a work item on"))
def move_work_item(request: ApiRequest, number: str, body: WorkStateBody) -> WorkItem:
    return operations.move(
        item=_item(request, number),
        to=State(body.state),
        seen=body.seen or "",
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/work-items/{number}/place", response=WorkItemOut, summary=_("Put a work item elsewhere")
)
def place_work_item(request: ApiRequest, number: str, body: WorkPlaceBody) -> WorkItem:
    item = _item(request, number)
    beside: dict[str, Any] = {}
    for name, other in (("after", body.after), ("before", body.before)):
        with referring(name):
            beside[name] = _item(request, other) if other else None
    return operations.reorder(item=item, **beside, by=request.user, at=timezone.now())


@router.post(
    "/work-items/{number}/block",
    response=WorkItemOut,
    summary=_("Say what stands in the way"),
)
def block_work_item(request: ApiRequest, number: str, body: BlockBody) -> WorkItem:
    return operations.block(
        item=_item(request, number), reason=body.reason, by=request.user, at=timezone.now()
    )


@router.delete(
    "/work-items/{number}/block", response=WorkItemOut, summary=_("Say that work can go on")
)
def unblock_work_item(request: ApiRequest, number: str) -> WorkItem:
    return operations.unblock(item=_item(request, number), by=request.user, at=timezone.now())


@router.post(
    "/work-items/{number}/links", response={201: LinkOut}, summary=_("Link with other work")
)
def link_work_items(request: ApiRequest, number: str, body: LinkBody) -> WorkItemLink:
    item = _item(request, number)
    with referring("other"):
        other = _item(request, body.other)
    return operations.link(
        item=item, kind=LinkKind(body.kind), other=other, by=request.user, at=timezone.now()
    )


@router.delete(
    "/work-items/{number}/links/{pk}", response={204: None}, summary=_("Take a link away")
)
def unlink_work_items(request: ApiRequest, number: str, pk: Key) -> HttpResponse:
    link = queries.get_link(_item(request, number), pk, for_user=request.user)
    operations.unlink(link=link, by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@router.post(
    "/work-items-changes",
    response=WorkChangesOut,
    summary=_("Change many work items at once"),
)
def change_work_items(request: ApiRequest, body: WorkChangesBody) -> dict[str, Any]:
    with referring("work_items"):
        items = [_item(request, number) for number in dict.fromkeys(body.work_items)]
    change: Edit | State
    if body.state:
        change = State(body.state)
    else:
        values = values_of(body, product=items[0].product, user=request.user)
        if len(values) != 1:
            raise operations.FieldUnknown(_("Send a state, or exactly one field."))
        [(name, value)] = values.items()
        change = Edit(field=name, value=value)
    outcome = operations.change_many(items=items, change=change, by=request.user, at=timezone.now())
    return _told(outcome)


def _told(outcome: Outcome) -> dict[str, Any]:
    entries = [each.pk for each in outcome.entries]
    return {
        "changed": [each.number for each in outcome.changed],
        "unchanged": [each.number for each in outcome.unchanged],
        "refused": [
            {"number": each.number, "code": refusal.code, "detail": str(refusal.message)}
            for each, refusal in outcome.refused
        ],
        "first": min(entries, default=None),
        "last": max(entries, default=None),
    }


@router.post(
    "/work-items-undo", response=list[WorkItemOut], summary=_("Take back what you changed")
)
def undo_work_items(request: ApiRequest, body: WorkUndoBody) -> list[WorkItem]:
    return operations.undo(first=body.first, last=body.last, by=request.user, at=timezone.now())
