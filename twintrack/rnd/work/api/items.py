"""Work items: listed, written down, read."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_project
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.releases.queries import get_release
from twintrack.rnd.work import operations, queries
from twintrack.rnd.work.api.router import router
from twintrack.rnd.work.api.shapes import LinkOut, ValuesBody, WorkItemOut, values_of
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, WorkItem, WorkItemLink
from twintrack.rnd.work.operations import Work
from twintrack.rnd.work.queries import WorkFilter
from twintrack.ui.paging import KeyPage, key_page

NAMED = (
    "product",
    "module",
    "project",
    "requirement",
    "parent",
    "iteration",
    "release",
    "assignee",
    "created_by",
    "defect__found_in",
    "defect__caused_by",
)


class WorkQuery(Body):
    state: list[Annotated[str, OneOf(State)]] = []
    kind: list[Annotated[str, OneOf(Kind)]] = []
    product: str = Field("", description="Code of a product")
    project: str = Field("", description="Number of a project")
    iteration: str = Field("", description="Number of an iteration")
    release: str = Field("", description="Number of a release")
    assignee: list[Key] = Field([], description="Ids of people; 0 for nobody")
    label: list[Key] = Field([], description="Ids of labels")
    blocked: bool = False
    q: str = Field("", max_length=200, description="Part of the title, or the number")
    scope: Annotated[str, Field(pattern="^(open|done|all)$")] = "open"
    after: str = ""
    limit: Limit = 50


class WorkItemBody(ValuesBody):
    product: str = Field(description="The product's code")
    title: str = Field(min_length=1, max_length=200)
    kind: Annotated[str, OneOf(Kind)] = Kind.TASK.value


@router.get("/work-items", response=Page[WorkItemOut], summary=_("List work items"))
def list_work_items(request: ApiRequest, asked: Query[WorkQuery]) -> KeyPage[WorkItem]:
    user = request.user
    only = WorkFilter(
        products=(get_product(asked.product, for_user=user).pk,) if asked.product else (),
        projects=(get_project(asked.project, for_user=user).pk,) if asked.project else (),
        iterations=(get_iteration(asked.iteration, for_user=user).pk,) if asked.iteration else (),
        releases=(get_release(asked.release, for_user=user).pk,) if asked.release else (),
        states=tuple(asked.state),
        kinds=tuple(asked.kind),
        assignees=tuple(asked.assignee),
        labels=tuple(asked.label),
        blocked=asked.blocked,
        text=asked.q.strip(),
        scope=asked.scope,
    )
    rows = queries.list_work(for_user=user, only=only).select_related(*NAMED)
    order = ("-updated_at", "-pk") if asked.scope != "open" else ("rank", "pk")
    return key_page(rows, order=order, after=asked.after, size=asked.limit)


@router.post("/work-items", response={201: WorkItemOut}, summary=_("Write a work item down"))
def add_work_item(request: ApiRequest, body: WorkItemBody) -> WorkItem:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    values = values_of(body, product=product, user=request.user)
    for name in ("title", "kind"):
        values.pop(name, None)
    work = Work(product=product, title=body.title, kind=body.kind, values=values)
    return operations.add(work=work, by=request.user, at=timezone.now())


@router.get("/work-items/{number}", response=WorkItemOut, summary=_("Read a work item"))
def get_work_item(request: ApiRequest, number: str) -> WorkItem:
    return queries.get_work_item(number, for_user=request.user)


@router.get(
    "/work-items/{number}/links",
    response=Page[LinkOut],
    summary=_("List how a work item stands to others"),
)
def list_links(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[WorkItemLink]:
    item = queries.get_work_item(number, for_user=request.user)
    links = queries.list_links(item, for_user=request.user)
    return key_page(links, order=("pk",), after=after, size=limit)
