"""Watching in the REST API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Key, Out, PersonOut
from twintrack.foundation.people.models import User
from twintrack.foundation.watchers import operations, queries

router = make_router(tag="watchers", label=_("Watching"))


class WatchersOut(Out):
    items: list[PersonOut]


@router.get(
    "/watchers/{kind}/{int:pk}", response=WatchersOut, summary=_("List who watches an object")
)
def list_watchers(request: ApiRequest, *, kind: str, pk: Key) -> dict[str, list[User]]:
    about = queries.get_watched(kind, pk, for_user=request.user)
    return {"items": queries.list_people_watching(about)}


@router.post("/watchers/{kind}/{int:pk}", response=WatchersOut, summary=_("Watch an object"))
def watch(request: ApiRequest, *, kind: str, pk: Key) -> dict[str, list[User]]:
    about = queries.get_watched(kind, pk, for_user=request.user)
    operations.watch(about=about, by=request.user, at=timezone.now())
    return {"items": queries.list_people_watching(about)}


@router.delete(
    "/watchers/{kind}/{int:pk}", response=WatchersOut, summary=_("Stop watching an object")
)
def unwatch(request: ApiRequest, *, kind: str, pk: Key) -> dict[str, list[User]]:
    about = queries.get_watched(kind, pk, for_user=request.user)
    operations.unwatch(about=about, by=request.user, at=timezone.now())
    return {"items": queries.list_people_watching(about)}
