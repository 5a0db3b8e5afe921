"""What of a list's address makes a view, and the address that a view leads to."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from twintrack.ui.filters import FLEETING, SAVED
from twintrack.ui.navigation import TOP, TRACKS, Place

# Where one is in a list, not which list it is.
_LEFT_OUT = {*FLEETING, SAVED, "page", "peek", "under", "at"}


def put_in_order(query: QueryDict) -> str:
    """Give the parameters that make a view, each order of the same ones alike."""
    lasting = [
        (name, value)
        for name, values in sorted(query.lists())
        if name not in _LEFT_OUT
        for value in sorted(values)
        if value
    ]
    view = QueryDict(mutable=True)
    for name, value in lasting:
        view.appendlist(name, value)
    return view.urlencode()


def find_place(name: str) -> Place | None:
    """Find the place of the side bar that a list is, if it is one."""
    places = [*TOP, *(place for track in TRACKS for place in track.places)]
    return next((place for place in places if name in place.names), None)


def label_of(name: str) -> str | Promise:
    """Give what a list is called."""
    place = find_place(name)
    return place.label if place else name


def address_of_view(place: str, query: str, pk: int) -> str:
    """Give the address of a view; `saved` in it says which view it is."""
    parameters = QueryDict(query, mutable=True)
    parameters[SAVED] = str(pk)
    return f"{reverse(place)}?{parameters.urlencode()}"
