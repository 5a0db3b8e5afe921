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
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries.models import Delivery
from twintrack.ui.dialogs import leave_for, render_form

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
    **shown: Any,
) -> HttpResponse:
    """Show a form, or do what it asks for and go on to `up`; `act` is given who and when."""
    if request.method == "POST" and form.is_valid():
        with attempt(form, beside or {Refusal: None}):
            act({"by": request.user, "at": timezone.now()})
            return leave_for(request, up)
    shown |= {"title": title, "submit": submit, "up_url": up}
    return render_form(request, page, form, **shown)


def press(request: Request, delivery: Delivery, act: Callable[[dict[str, Any]], object]) -> Any:
    """Do what a button asks for, and go back to the page of the delivery."""
    with pressed(request):
        act({"by": request.user, "at": timezone.now()})
    return redirect("delivery-detail", delivery.number)
