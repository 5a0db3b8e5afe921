"""How pages of a meeting answer after a change: the region that was asked for, or the page anew."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.people.http import Request
from twintrack.ui.toasts import keep_toast, toast

Draw = Callable[[], HttpResponse]


def answered(
    request: Request,
    act: Callable[[], object],
    *,
    draw: Draw,
    leave: str,
    text: str | Promise = "",
    undo_url: str = "",
) -> HttpResponse:
    """
    Do something, then show what it left behind; a refusal is told and nothing else changes.

    `draw` gives the region for htmx, `leave` the address of the page otherwise.
    """
    tone, told = "ok", text
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        tone, told, undo_url = "bad", refusal.message, ""
    if not request.htmx:
        if told:
            keep_toast(request, told, undo_url or None, tone)
        return redirect(leave)
    answer = draw()
    return toast(answer, told, undo_url or None, tone) if told else answer


def leave_page(request: Request, url: str) -> HttpResponse:
    """Go to another page, also when a region of this one asked for itself."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)
