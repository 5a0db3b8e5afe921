"""Pages where reply templates are read and written."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.forms import ReplyTemplateForm
from twintrack.sales.complaints.replies import PLACES
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page

EDIT = "complaints/reply_edit.html"


@login_required
@require_GET
def reply_list(request: Request) -> HttpResponse:
    shown = {
        "templates": queries.list_templates(for_user=request.user),
        "may_manage": may(request.user, Act.MANAGE_SLA),
        "places": PLACES,
    }
    return render_page(request, "complaints/reply_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def reply_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_SLA)
    form = ReplyTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.add_template(texts=form.texts(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("reply-template-list"))
    return render_form(request, EDIT, form, places=PLACES)


@login_required
@require_http_methods(["GET", "POST"])
def reply_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_SLA)
    template = queries.get_template(pk, for_user=request.user)
    form = ReplyTemplateForm(request.POST or None, template=template)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            seen, _wanted = form.changes()
            operations.change_template(
                template=template,
                texts=form.texts(),
                before=seen,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("reply-template-list"))
    return render_form(request, EDIT, form, places=PLACES)


@login_required
@require_POST
def reply_retire(request: Request, pk: int) -> HttpResponse:
    template = queries.get_template(pk, for_user=request.user)
    operations.retire_template(template=template, by=request.user, at=timezone.now())
    return redirect("reply-template-list")


@login_required
@require_POST
def reply_restore(request: Request, pk: int) -> HttpResponse:
    template = queries.get_template(pk, for_user=request.user)
    operations.restore_template(template=template, by=request.user, at=timezone.now())
    return redirect("reply-template-list")
