"""The button that watches an object, with who does."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.watchers import operations, queries
from twintrack.ui.regions import render_panel

FACES = 4
PAGE = "watchers/watch.html"


@login_required
def set_watch(request: Request, code: str, pk: int) -> HttpResponse:
    """Start or stop to watch, as the pressed button says."""
    about = queries.get_watched(code, pk, for_user=request.user)
    act = operations.unwatch if request.POST.get("watch") == "off" else operations.watch
    act(about=about, by=request.user, at=timezone.now())
    if not request.htmx:
        return redirect("object-place", code, pk)
    return render_panel(request, PAGE, _shown(request, code, pk), form=None)


@panel(PAGE, post=set_watch)
def watch_button(request: Request, code: str, pk: int) -> dict[str, Any]:
    return _shown(request, code, pk)


def _shown(request: Request, code: str, pk: int) -> dict[str, Any]:
    about = queries.get_watched(code, pk, for_user=request.user)
    people = queries.list_people_watching(about)
    return {
        "faces": people[:FACES],
        "names": [str(each) for each in people],
        "others": max(len(people) - FACES, 0),
        "is_on": request.user in people,
        "may_watch": may(request.user, Act.USE),
        "again": reverse("watch", args=[code, pk]),
        "subject": f"{code}:{pk}",
    }
