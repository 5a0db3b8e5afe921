"""Forms that open in a dialog over any page, and as a page of their own without JavaScript."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from twintrack.ui.regions import region_asked_for

DIALOG = "modal-body"


def is_dialog(request: HttpRequest) -> bool:
    """Say whether the answer is shown in the dialog."""
    return region_asked_for(request) == DIALOG


def render_form(
    request: HttpRequest, template: str, form: forms.Form, **shown: Any
) -> HttpResponse:
    """
    Render a form: the named partial `dialog` of the page's template, or the whole page.

    A form with errors is answered with 422.
    """
    name = f"{template}#dialog" if is_dialog(request) else template
    status = 422 if form.errors else 200
    return render(request, name, {"form": form, **shown}, status=status)


def leave_for(request: HttpRequest, url: str) -> HttpResponse:
    """Go on to another page when a form is done."""
    if not is_dialog(request):
        return redirect(url)
    return HttpResponse(headers={"HX-Redirect": url})
