"""Regions of a page that ask for themselves when something changed."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from twintrack.ui.filters import FILTERS


def region_asked_for(request: HttpRequest) -> str:
    """Give the id of the element that htmx is about to replace, or nothing for a whole page."""
    if not _is_htmx(request):
        return ""
    # htmx 4 sends the element's tag and id, such as `div#rows`.
    wanted = request.headers.get("HX-Target", "").partition("#")[2]
    # The end of a list asks for its next rows, which come as the region that holds them.
    return wanted.removesuffix("-pager")


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def render_panel(
    request: HttpRequest, template: str, shown: dict[str, Any], *, form: BaseForm | None
) -> HttpResponse:
    """Render what is edited in place: to htmx the `panel` alone; 422 where its form is wrong."""
    name = f"{template}#panel" if _is_htmx(request) else template
    return render(request, name, shown, status=422 if form and form.errors else 200)


def render_page(
    request: HttpRequest,
    template: str,
    shown: dict[str, Any],
    *,
    regions: tuple[str, ...],
    status: int = 200,
) -> HttpResponse:
    """
    Render a page, or only the one of its `regions` (named partials) that was asked for.

    A list with filters answers with their form too, when the button "Filter" asks for it. Rows
    that ask for themselves bring the `count` beside the title and those of the `tabs` along.
    """
    region = region_asked_for(request)
    if region == FILTERS and "filter_form" in shown:
        return render(request, "ui/_filter_form.html", shown, status=status)
    if region not in regions:
        return render(request, template, shown, status=status)
    return with_counts(
        request, render(request, f"{template}#{region}", shown, status=status), shown
    )


def with_counts(
    request: HttpRequest, answer: HttpResponse, shown: Mapping[str, Any]
) -> HttpResponse:
    """Let a list that is drawn anew say in its title and tabs how long it is now."""
    is_more = request.headers.get("HX-Target", "").endswith(("-pager", "#more"))
    if not is_more and ("count" in shown or shown.get("tabs")):
        counts = {"count": shown.get("count"), "tabs": shown.get("tabs", ())}
        answer.write(render_to_string("ui/_list_counts.html", counts, request))
    return answer
