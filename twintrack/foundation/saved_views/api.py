"""Saved views in the REST API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, Out, Page, PersonOut
from twintrack.foundation.saved_views import operations, queries
from twintrack.foundation.saved_views.models import NAME_LENGTH, QUERY_LENGTH, SavedView
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="views", label=_("Views"))


class ViewOut(Out):
    id: int
    place: str = Field(description="The list, such as `requirement-list`")
    name: str
    query: str = Field(description="What follows the `?` of the list's address")
    is_shared: bool
    owner: PersonOut


class ViewBody(Body):
    place: str = Field(min_length=1, max_length=60, description="Such as `requirement-list`")
    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    query: str = Field("", max_length=QUERY_LENGTH)
    is_shared: bool = False


class ViewValues(Body):
    name: str | None = Field(None, min_length=1, max_length=NAME_LENGTH)
    query: str | None = Field(None, max_length=QUERY_LENGTH)
    is_shared: bool | None = None


class ViewChangeBody(Body):
    before: ViewValues
    values: ViewValues


@router.get("/views", response=Page[ViewOut], summary=_("List your views and those shared"))
def list_views(
    request: ApiRequest, place: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[SavedView]:
    views = queries.list_views(for_user=request.user, place=place)
    return key_page(views, order=("name", "pk"), after=after, size=limit)


@router.post("/views", response={201: ViewOut}, summary=_("Save a view of a list"))
def save_view(request: ApiRequest, body: ViewBody) -> SavedView:
    return operations.save_view(**body.model_dump(), by=request.user, at=timezone.now())


@router.get("/views/{pk}", response=ViewOut, summary=_("Read a view"))
def get_view(request: ApiRequest, pk: Key) -> SavedView:
    return queries.get_view(pk, for_user=request.user)


@router.patch("/views/{pk}", response=ViewOut, summary=_("Change a view"))
def change_view(request: ApiRequest, pk: Key, body: ViewChangeBody) -> SavedView:
    """
    Change what stands in `values`; `before` holds what you saw of it.

    If somebody changed one of them in between, nothing is changed and you are told both versions.
    """
    return operations.change_view(
        view=queries.get_view(pk, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        after=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.delete("/views/{pk}", response=ViewOut, summary=_("Take a view away"))
def remove_view(request: ApiRequest, pk: Key) -> SavedView:
    view = queries.get_view(pk, for_user=request.user)
    return operations.remove_view(view=view, by=request.user, at=timezone.now())


@router.post("/views/{pk}/return", response=ViewOut, summary=_("Bring a view back"))
def restore_view(request: ApiRequest, pk: Key) -> SavedView:
    view = queries.get_view(pk, for_user=request.user, removed=True)
    return operations.restore_view(view=view, by=request.user, at=timezone.now())
