"""What the API shows of work items, and what it is told of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import get_module, get_version
from twintrack.hub.projects.queries import get_project
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.releases.queries import get_release
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Defect, Kind, LinkKind, Severity, WorkItem
from twintrack.rnd.work.queries import get_work_item

Number = Annotated[str, Field(max_length=20)]
Amount = Annotated[Decimal, Field(ge=0, le=9999, max_digits=5, decimal_places=1)]
Level = Annotated[int, Field(ge=Priority.URGENT, le=Priority.LOW, description="1 urgent, 4 low")]


class DefectOut(Out):
    severity: Annotated[str, OneOf(Severity)]
    found_in: str | None = Field(description="Name of the version")
    environment: str
    is_escaped: bool = Field(description="A customer found it")
    caused_by: str | None = Field(description="Number of the requirement that brought it in")
    caused_by_commit: str = Field(description="Sha of the commit that brought it in")

    @staticmethod
    def resolve_found_in(defect: Defect) -> str | None:
        return defect.found_in.name if defect.found_in else None

    @staticmethod
    def resolve_caused_by(defect: Defect) -> str | None:
        return defect.caused_by.number if defect.caused_by else None


class WorkItemOut(Out):
    number: str
    kind: Annotated[str, OneOf(Kind)]
    title: str
    description: str
    product: str = Field(alias="product.code")
    module: str | None
    project: str | None
    requirement: str | None
    parent: str | None
    iteration: str | None
    release: str | None
    state: Annotated[str, OneOf(State)]
    priority: int
    assignee: PersonOut | None
    points: Decimal | None
    estimate_hours: Decimal | None
    remaining_hours: Decimal | None
    due_on: date | None
    blocked_at: datetime | None
    blocked_reason: str
    defect: DefectOut | None
    rank: str = Field(description="Sorts the list ordered by hand")
    entered_at: datetime = Field(description="Since when it is in its state")
    started_at: datetime | None
    done_at: datetime | None
    reopened_count: int
    created_by: PersonOut
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_module(item: WorkItem) -> str | None:
        return item.module.name if item.module else None

    @staticmethod
    def resolve_project(item: WorkItem) -> str | None:
        return item.project.number if item.project else None

    @staticmethod
    def resolve_requirement(item: WorkItem) -> str | None:
        return item.requirement.number if item.requirement else None

    @staticmethod
    def resolve_parent(item: WorkItem) -> str | None:
        return item.parent.number if item.parent else None

    @staticmethod
    def resolve_iteration(item: WorkItem) -> str | None:
        return item.iteration.number if item.iteration else None

    @staticmethod
    def resolve_release(item: WorkItem) -> str | None:
        return item.release.number if item.release else None

    @staticmethod
    def resolve_defect(item: WorkItem) -> Defect | None:
        return item.defect if item.is_defect else None


class LinkOut(Out):
    id: int
    kind: Annotated[str, OneOf(LinkKind)]
    source: str = Field(alias="source.number")
    target: str = Field(alias="target.number")


class ValuesBody(Body):
    """Fields of a work item; what is not sent stays as it is, null empties a field."""

    never_null = frozenset({"title", "kind", "priority", "severity", "is_escaped"})

    title: str | None = Field(None, max_length=200)
    description: str | None = Field(None, max_length=20_000)
    kind: Annotated[str, OneOf(Kind)] | None = None
    priority: Level | None = None
    assignee: Key | None = Field(None, description="Id of a person")
    module: Key | None = Field(None, description="Id of a module of the product")
    project: Number | None = None
    requirement: Number | None = None
    parent: Number | None = None
    iteration: Number | None = None
    release: Number | None = None
    points: Amount | None = None
    estimate_hours: Amount | None = None
    remaining_hours: Amount | None = None
    due_on: date | None = None
    severity: Annotated[str, OneOf(Severity)] | None = None
    found_in: Key | None = Field(None, description="Id of a version of the product")
    environment: str | None = Field(None, max_length=200)
    is_escaped: bool | None = None
    caused_by: Number | None = None
    caused_by_commit: str | None = Field(None, max_length=64)


_FIND: dict[str, Callable[[Any, Product, User], Any]] = {
    "assignee": lambda pk, _product, _user: get_person(pk),
    "module": lambda pk, product, _user: get_module(product, pk),
    "found_in": lambda pk, product, _user: get_version(product, pk),
    "project": lambda number, _product, user: get_project(number, for_user=user),
    "requirement": lambda number, _product, user: get_requirement(number, for_user=user),
    "caused_by": lambda number, _product, user: get_requirement(number, for_user=user),
    "parent": lambda number, _product, user: get_work_item(number, for_user=user),
    "iteration": lambda number, _product, user: get_iteration(number, for_user=user),
    "release": lambda number, _product, user: get_release(number, for_user=user),
}


def values_of(body: ValuesBody, *, product: Product, user: User) -> dict[str, Any]:
    """Give the fields that were sent, with the objects that their ids and numbers name."""
    sent = {
        name: getattr(body, name) for name in body.model_fields_set & ValuesBody.model_fields.keys()
    }
    for name, value in sent.items():
        if value is not None and name in _FIND:
            with referring(name):
                sent[name] = _FIND[name](value, product, user)
    return sent
