"""Search in the REST API."""

from typing import Annotated

from annotated_types import Ge, Le
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Out
from twintrack.foundation.search.queries import Hit, search

router = make_router(tag="search", label=_("Search"))


class HitOut(Out):
    kind: str
    id: int = Field(alias="pk")
    number: str
    title: str
    url: str


class HitsOut(Out):
    items: list[HitOut]


@router.get("/search", response=HitsOut, summary=_("Find objects by number or words"))
def find(
    request: ApiRequest, q: str, limit: Annotated[int, Ge(1), Le(50)] = 20
) -> dict[str, list[Hit]]:
    return {"items": search(q, for_user=request.user, limit=limit)}
