"""
Panels: parts that one app draws on the pages of another, in the same answer.

An app makes a view of a function that gives what the panel shows, and hangs it in its `urls`. Pages
of any app, also of one below, draw it by its URL name: `{% load panels %}{% panel "name" … %}`.
"""

from collections.abc import Callable, Hashable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Engine, RequestContext
from django.template.loader import get_template
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotAllowed, NotThere
from twintrack.foundation.memory.once import once

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


def draw_panel(context: RequestContext, name: str, *args: object) -> SafeString:
    """Draw the panel with this URL name; nothing where no app has it or the reader may not see."""
    try:
        view, names = _place_of(name, len(args), get_urlconf() or settings.ROOT_URLCONF)
    except NoReverseMatch:
        return SafeString("")
    show, drawn = _panels[view]
    try:
        shown = show(context.request, **dict(zip(names, args, strict=True)))
    except (NotAllowed, NotThere):
        return SafeString("")
    template = get_template(drawn).template  # type: ignore[attr-defined]
    known = once("what templates know", lambda: _known_to(template.engine, context.request))
    return SafeString(template.render(context.new(known | shown)))


def _known_to(engine: Engine, request: HttpRequest) -> dict[str, Any]:
    """Ask for what every template knows, once for all panels of a page."""
    known: dict[str, Any] = {}
    for processor in engine.template_context_processors:
        known |= processor(request)
    return known


@cache
def _place_of(name: str, count: int, _urlconf: Hashable) -> tuple[View, tuple[str, ...]]:
    """
    Give the view with this URL name, and what its address names in their order.

    :raises NoReverseMatch: if there is none with so many.
    """
    found = resolve(reverse(name, args=["1"] * count))
    return found.func, tuple(found.kwargs)
