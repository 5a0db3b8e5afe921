"""How notes are written and how many visits there are to be."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.visits import operations, queries
from twintrack.sales.visits.models.targets import USUAL
from twintrack.sales.visits.note_forms import TargetForm, TemplateForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page

PAGE = "visits/settings.html"


@login_required
@require_GET
def visit_settings(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_VISITS)
    shown = {
        "templates": queries.list_templates(),
        "targets": queries.list_targets(),
        "usual": USUAL,
        "may_set": may(request.user, Act.SET_VISITS),
    }
    return render_page(request, PAGE, shown, regions=("templates", "targets"))


@login_required
@require_http_methods(["GET", "POST"])
def template_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_VISITS)
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "sections"):
            operations.add_template(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("visit-settings"))
    return render_form(request, "visits/template_form.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def template_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_VISITS)
    template = queries.get_template(pk)
    form = TemplateForm(request.POST or None, template=template)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "sections"):
            operations.change_template(
                template=template,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("visit-settings"))
    return render_form(request, "visits/template_form.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def target_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_VISITS)
    form = TargetForm(request.POST or None, user=request.user, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "per_week"):
            operations.set_target(**form.cleaned_data, by=request.user, at=timezone.now())
            return leave_for(request, reverse("visit-settings"))
    return render_form(request, "visits/target_form.html", form)
