"""The button of a list's bar that opens its saved views."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from twintrack.foundation.saved_views.address import find_place, put_in_order
from twintrack.foundation.saved_views.queries import find_view
from twintrack.ui.filters import SAVED


def menu_button(request: HttpRequest) -> SafeString:
    """Draw the button: it names the view that one is in, and asks for the others when opened."""
    place = request.resolver_match.url_name if request.resolver_match else ""
    if not place or find_place(place) is None or not request.user.is_authenticated:
        return SafeString("")
    now = put_in_order(request.GET)
    view = find_view(request.GET.get(SAVED, ""), for_user=request.user, place=place)
    asked = QueryDict(mutable=True)
    asked["place"], asked["now"] = place, now
    if view:
        asked[SAVED] = str(view.pk)
    shown = {
        "view": view,
        "is_changed": bool(view and view.query != now),
        "menu_url": f"{reverse('view-list')}?{asked.urlencode()}",
    }
    return render_to_string("saved_views/_button.html", shown, request)
