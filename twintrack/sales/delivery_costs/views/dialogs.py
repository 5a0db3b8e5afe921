"""The one page and dialog that all short forms here have."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from twintrack.foundation.people.http import Request
from twintrack.ui.dialogs import render_form

PAGE = "delivery_costs/form.html"


def show_form(
    request: Request,
    form: forms.Form,
    *,
    title: str | Promise,
    up: str | Promise,
    up_url: str,
    submit: str | Promise = "",
) -> HttpResponse:
    """Show a form under its title, as a page below another one or as a dialog."""
    shown = {"title": title, "up": up, "up_url": up_url, "submit": submit or _("Save")}
    return render_form(request, PAGE, form, **shown)
