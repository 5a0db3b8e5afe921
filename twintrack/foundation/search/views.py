"""The command palette."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.foundation.search.queries import search
from twintrack.foundation.search.tokens import initials_of, spellings_of
from twintrack.ui import navigation
from twintrack.ui.navigation import Link

OBJECTS, PLACES = 12, 6


@login_required
@require_GET
def palette(request: Request) -> HttpResponse:
    """Find objects, actions and places by what is typed."""
    text = request.GET.get("q", "").strip()
    groups = [
        {"label": _("Objects"), "options": _objects(text, request) if text else []},
        {"label": _("Create"), "options": _places(navigation.CREATE, text, request, modal=True)},
        {"label": _("Go to"), "options": _go_to(text, request)},
    ]
    shown = {"groups": [group for group in groups if group["options"]], "q": text}
    return render(request, "ui/_palette_results.html", shown)


def _objects(text: str, request: Request) -> list[dict[str, Any]]:
    return [
        {
            "icon": hit.icon,
            "label": hit.title,
            "meta": hit.number,
            "url": hit.url,
            "track": hit.track,
        }
        for hit in search(text, for_user=request.user, limit=OBJECTS)
    ]


def _go_to(text: str, request: Request) -> list[dict[str, Any]]:
    places = [
        *navigation.TOP,
        *(place for track in navigation.TRACKS for place in track.places),
        *navigation.FOOT,
    ]
    return _places(places, text, request)[: PLACES if not text else None]


def _places(
    places: Any, text: str, request: Request, *, modal: bool = False
) -> list[dict[str, Any]]:
    links = navigation.links_to(places, path="", user=request.user)
    return [
        {"icon": link.place.icon, "label": link.place.label, "url": link.url, "modal": modal}
        for link in links
        if _is_meant(link, text)
    ]


def _is_meant(link: Link, text: str) -> bool:
    label, wanted = str(link.place.label).lower(), text.lower()
    spelled = [*initials_of(label), *spellings_of(label)]
    return wanted in label or any(each.startswith(wanted) for each in spelled)
