"""The activity feed of an object."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.seeing import address_of, see
from twintrack.foundation.activity import queries
from twintrack.foundation.activity.telling import PAGE, first_of, items_of, strands_of
from twintrack.foundation.people.http import Request


@panel("activity/feed.html", part="feed")
def activity_feed(request: Request, code: str, pk: int) -> dict[str, Any]:
    return shown_of(request, code, pk)


@login_required
@require_GET
def activity_stream(request: Request, code: str, pk: int) -> HttpResponse:
    template = "activity/_stream.html" if request.htmx else "activity/feed.html"
    return render(request, template, shown_of(request, code, pk))


def shown_of(request: Request, code: str, pk: int) -> dict[str, Any]:
    """Give what a feed shows, from the entry on and of the kind that the address names."""
    before, about = request.GET.get("before", ""), request.GET.get("about", "")
    size = PAGE if before else first_of(code)
    strands = _strands(request, code)
    about = about if about in dict(strands) else ""
    entries = queries.list_activity(
        kind=code,
        pk=pk,
        for_user=request.user,
        about=[about] if about else (),
        before=int(before) if before.isdecimal() else None,
        limit=size,
    )
    return {
        "kind": code,
        "pk": pk,
        "items": items_of(request, entries),
        "subject": " ".join(queries.list_watched(kind=code, pk=pk)),
        "again": reverse("activity-stream", args=[code, pk]),
        "place": reverse("activity-feed", args=[code, pk]),
        "older": entries[-1].pk if len(entries) == size else None,
        "strands": strands,
        "about": about,
    }


def _strands(request: Request, code: str) -> list[tuple[str, Any]]:
    """Name the kinds of objects to which the feed can be narrowed and that the person may see."""
    return queries.list_kinds(strands_of(code), for_user=request.user)


@login_required
@require_GET
def object_place(request: Request, code: str, pk: int) -> HttpResponse:
    """Lead to the page of an object of any kind."""
    about = see(code, pk, for_user=request.user)
    return redirect(address_of(about))
