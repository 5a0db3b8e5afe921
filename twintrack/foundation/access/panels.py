"""
Panels: parts that one app draws on the pages of another, in the same answer.

An app makes a view of a function that gives what the panel shows, and hangs it in its `urls`. Pages
of any app, also of one below, draw it by its URL name: `{% load panels %}{% panel "name" … %}`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotAllowed, NotThere

# Gives what the template needs to show, from the request and the parts of the address.
Show = Callable[..., dict[str, Any]]
View = Callable[..., HttpResponse]
_panels: dict[View, tuple[Show, str]] = {}


def panel(page: str, *, part: str = "panel", post: View | None = None) -> Callable[[Show], View]:
    """
    Make a view that shows the whole `page`, and to htmx only the `part` that other pages draw.

    What is posted to its address goes to `post`, where there is one.
    """
    drawn = f"{page}#{part}" if part else page

    def make(show: Show) -> View:
        @login_required
        @require_http_methods(["GET", "POST"] if post else ["GET"])
        @wraps(show)
        def view(request: Any, **named: Any) -> HttpResponse:
            if post and request.method == "POST":
                return post(request, **named)
            return render(request, drawn if request.htmx else page, show(request, **named))

        _panels[view] = (show, drawn)
        return view

    return make


def draw_panel(request: HttpRequest, name: str, *args: object) -> SafeString:
    """Draw the panel with this URL name; nothing where no app has it or the reader may not see."""
    try:
        found = resolve(reverse(name, args=args))
    except NoReverseMatch:
        return SafeString("")
    show, drawn = _panels[found.func]
    try:
        shown = show(request, **found.kwargs)
    except (NotAllowed, NotThere):
        return SafeString("")
    return render_to_string(drawn, shown, request)
