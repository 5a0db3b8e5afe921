"""Leads from a file: sent, looked at, taken in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.forms.imports import ColumnsForm, LeadFileForm
from twintrack.sales.leads.models import LeadImport
from twintrack.ui.dialogs import leave_for, render_form

SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def lead_import_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_LEADS)
    form = LeadFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with attempt(form, "file"):
            run = operations.prepare_import(
                data=file.read(), name=file.name, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("lead-import", args=[run.pk]))
    return render_form(request, "leads/import_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def lead_import(request: Request, pk: int) -> HttpResponse:
    """Show what would become of each row by these columns; import them when that is wanted."""
    check_may(request.user, Act.MANAGE_LEADS)
    run = queries.get_import(pk, for_user=request.user)
    form = ColumnsForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") == "import":
        with attempt(form):
            operations.run_import(
                run=run,
                mapping=form.mapping(),
                with_known=form.cleaned_data["with_known"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("lead-import", pk)
    shown = {"run": run, "form": form, **_tried(request, run, form)}
    return render(request, "leads/import_detail.html", shown, status=422 if form.errors else 200)


def _tried(request: Request, run: LeadImport, form: ColumnsForm) -> dict[str, Any]:
    if run.finished_at is not None:
        return {}
    mapping = form.mapping() if form.is_bound and form.is_valid() else run.mapping
    tried = operations.try_rows(run, mapping, by=request.user)
    counts = Counter("wrong" if t.wrong else "known" if t.same else "fresh" for t in tried)
    return {"tried": tried[:SHOWN], "counts": counts, "total": len(tried), "shown": SHOWN}
