"""How forms about deliveries are shown and sent, all in one way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from twintrack.foundation.access.attempts import Beside, attempt, pressed
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries.models import Delivery
from twintrack.ui.dialogs import is_dialog, leave_for, render_form
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast

FORM = "deliveries/form.html"


def page_of(delivery: Delivery) -> str:
    """Give the address of the page of a delivery."""
    return reverse("delivery-detail", args=[delivery.number])


def ask(
    request: Request,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str | Promise,
    submit: str | Promise,
    up: str,
    beside: Beside | str | None = None,
    page: str = FORM,
    anew: bool = False,
    **shown: Any,
) -> HttpResponse:
    """
    Show a form, or do what it asks for and go on to `up`; `act` is given who and when.

    Over that very page only the dialog goes, but with `anew` the page is asked for whole.
    """
    if request.method == "POST" and form.is_valid():
        with attempt(form, beside or {Refusal: None}):
            act({"by": request.user, "at": timezone.now()})
            is_here = is_dialog(request) and request.htmx.current_url_abs_path == up
            if is_here and not anew:
                return _changed(close_modal(HttpResponse(status=204)))
            return leave_for(request, up)
    shown |= {"title": title, "submit": submit, "up_url": up}
    return render_form(request, page, form, **shown)


def _changed(response: HttpResponse) -> HttpResponse:
    """Let the page of a delivery ask for what it shows anew."""
    return tell(response, "deliveries-changed", {})


def press(
    request: Request,
    delivery: Delivery,
    act: Callable[[dict[str, Any]], object],
    *,
    said: str = "",
    undo: str = "",
) -> HttpResponse:
    """
    Do what a button asks for: in place where htmx asked, else on the page of the delivery.

    `said` is told when it is done, with the address of what takes it back.
    """
    who = {"by": request.user, "at": timezone.now()}
    if not request.htmx:
        with pressed(request):
            act(who)
            if said:
                keep_toast(request, said, undo_url=undo or None)
        return redirect("delivery-detail", delivery.number)
    try:
        act(who)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")
    done = _changed(HttpResponse(status=204))
    return toast(done, said, undo_url=undo or None) if said else done
