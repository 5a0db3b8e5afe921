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
from twintrack.foundation.activity.telling import items_of
from twintrack.foundation.people.http import Request

PAGE = 30


@panel("activity/feed.html", part="feed")
def activity_feed(request: Request, code: str, pk: int) -> dict[str, Any]:
    return shown_of(request, code, pk)


@login_required
@require_GET
def activity_stream(request: Request, code: str, pk: int) -> HttpResponse:
    template = "activity/_stream.html" if request.htmx else "activity/feed.html"
    return render(request, template, shown_of(request, code, pk))


def shown_of(request: Request, code: str, pk: int) -> dict[str, Any]:
    """Give what a feed shows, from the entry on that the address names."""
    before = request.GET.get("before", "")
    entries = queries.list_activity(
        kind=code,
        pk=pk,
        for_user=request.user,
        before=int(before) if before.isdecimal() else None,
        limit=PAGE,
    )
    return {
        "kind": code,
        "pk": pk,
        "items": items_of(request, entries),
        "subject": " ".join(queries.list_watched(kind=code, pk=pk)),
        "again": reverse("activity-stream", args=[code, pk]),
        "older": entries[-1].pk if len(entries) == PAGE else None,
    }


@login_required
@require_GET
def object_place(request: Request, code: str, pk: int) -> HttpResponse:
    """Lead to the page of an object of any kind."""
    about = see(code, pk, for_user=request.user)
    return redirect(address_of(about))
