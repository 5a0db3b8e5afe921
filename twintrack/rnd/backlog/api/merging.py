"""Merge requirements, take that back, and take one apart."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Limit, Page, referring
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.api.shapes import RequirementOut
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.surroundings import list_parts
from twintrack.ui.paging import KeyPage, key_page


class MergeBody(Body):
    sources: list[str] = Field(
        min_length=1, max_length=50, description="The numbers of those that are merged"
    )


class PartsBody(Body):
    titles: list[str] = Field(min_length=1, max_length=20)


@router.post(
    "/requirements/{number}/merge",
    response=RequirementOut,
    summary=_("Merge others into this requirement"),
)
def merge(request: ApiRequest, number: str, body: MergeBody) -> Requirement:
    target = queries.get_requirement(number, for_user=request.user)
    with referring("sources"):
        sources = [queries.get_requirement(each, for_user=request.user) for each in body.sources]
    return operations.merge(sources=sources, target=target, by=request.user, at=timezone.now())


@router.post(
    "/requirements/{number}/merge/withdrawal",
    response=RequirementOut,
    summary=_("Let a merged requirement stand for itself again"),
)
def unmerge(request: ApiRequest, number: str) -> Requirement:
    return operations.unmerge(
        requirement=queries.get_requirement(number, for_user=request.user),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/requirements/{number}/parts",
    response=Page[RequirementOut],
    summary=_("List the parts of a requirement"),
)
def list_requirement_parts(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Requirement]:
    parts = list_parts(queries.get_requirement(number, for_user=request.user))
    rows = parts.select_related(
        "product", "owner", "milestone", "release", "merged_into", "split_from"
    )
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post(
    "/requirements/{number}/parts",
    response={201: list[RequirementOut]},
    summary=_("Take a requirement apart"),
)
def split(request: ApiRequest, number: str, body: PartsBody) -> list[Requirement]:
    return operations.split(
        requirement=queries.get_requirement(number, for_user=request.user),
        titles=body.titles,
        by=request.user,
        at=timezone.now(),
    )
