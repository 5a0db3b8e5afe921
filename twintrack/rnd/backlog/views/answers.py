"""How pages answer after a change: the region that was asked for, or the whole page anew."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.views.page import show_again
from twintrack.ui.regions import region_asked_for
from twintrack.ui.toasts import keep_toast, toast


def answer(
    request: Request,
    number: str,
    text: str | Promise = "",
    *,
    undo_url: str | None = None,
    tone: str = "ok",
) -> HttpResponse:
    """Show a requirement as it is now, with a message and the way back where there is one."""
    if not region_asked_for(request):
        if text:
            keep_toast(request, text, undo_url, tone)
        return redirect("requirement-detail", number)
    response = show_again(request, number)
    return toast(response, text, undo_url, tone) if text else response


def taken_back(request: Request, act: Callable[[], object], leave_for: str) -> HttpResponse:
    """Do what an undo asks for; the page that asked fetches its regions itself."""
    act()
    return HttpResponse(status=204) if request.htmx else redirect(leave_for)
