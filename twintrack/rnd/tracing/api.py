"""The trace matrix in the REST API."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Limit, OneOf, Page
from twintrack.hub.products.queries import get_product
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.rnd.tracing.columns import columns_for
from twintrack.rnd.tracing.queries import count_holes, fill_rows, list_traced
from twintrack.ui.paging import key_page

router = make_router(tag="trace", label=_("Trace matrix"))


class TraceCellOut(Schema):
    column: str
    count: int
    words: str
    hole: str = Field(description="Why nothing there is one too few; empty where it is none")


class TraceRowOut(Schema):
    requirement: str
    title: str
    state: Annotated[str, OneOf(State)]
    cells: list[TraceCellOut]


class TraceHolesOut(Schema):
    column: str
    holes: int
    total: int


@dataclass(frozen=True, kw_only=True)
class TracePage:
    """Some rows of the matrix, and the token of those that follow."""

    items: list[dict[str, object]]
    next: str


@router.get("/trace", response=Page[TraceRowOut], summary=_("Read the trace matrix"))
def list_trace(
    request: ApiRequest,
    *,
    product: str = "",
    hole: str = "",
    after: str = "",
    limit: Limit = 50,
) -> TracePage:
    found = list_traced(for_user=request.user, only=_only(request, product), hole=hole)
    page = key_page(found, order=("-pk",), after=after, size=limit)
    codes = [each.code for each in columns_for(request.user)]
    items: list[dict[str, object]] = [
        {
            "requirement": row.requirement.number,
            "title": row.requirement.title,
            "state": row.requirement.state,
            "cells": [
                {"column": code, "count": cell.count, "words": cell.words, "hole": cell.hole}
                for code, cell in zip(codes, row.cells, strict=True)
            ],
        }
        for row in fill_rows(page.items, for_user=request.user)
    ]
    return TracePage(items=items, next=page.next)


@router.get("/trace/holes", response=list[TraceHolesOut], summary=_("Count the holes"))
def list_holes(request: ApiRequest, product: str = "") -> list[dict[str, object]]:
    check_may(request.user, Act.USE)
    counted = count_holes(for_user=request.user, only=_only(request, product))
    return [
        {"column": each.column.code, "holes": each.holes, "total": each.total} for each in counted
    ]


def _only(request: ApiRequest, product: str) -> PoolFilter:
    if not product:
        return PoolFilter(scope="all")
    return PoolFilter(products=(get_product(product, for_user=request.user).pk,), scope="all")
