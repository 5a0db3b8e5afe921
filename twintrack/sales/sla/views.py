"""Pages of SLA plans: what customers are promised when something is wrong."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.sla import operations, queries
from twintrack.sales.sla.forms import PlanForm
from twintrack.sales.sla.models import SlaPlan
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

EDIT = "sla/plan_edit.html"


@login_required
@require_GET
def plan_list(request: Request) -> HttpResponse:
    plans = list(queries.list_plans(for_user=request.user))
    shown = {
        "plans": [(each, each.versions.all()[0]) for each in plans],
        "may_manage": may(request.user, Act.MANAGE_SLA),
    }
    return render_page(request, "sla/plan_list.html", shown, regions=("rows",))


@login_required
@require_GET
def plan_detail(request: Request, pk: int) -> HttpResponse:
    plan = queries.get_plan(pk, for_user=request.user)
    versions = list(queries.list_versions(plan))
    chosen = next((v for v in versions if f"{v.number}" == request.GET.get("version")), versions[0])
    shown = {
        "plan": plan,
        "version": chosen,
        "versions": versions,
        "is_newest": chosen == versions[0],
        "may_manage": may(request.user, Act.MANAGE_SLA),
    }
    return render_page(request, "sla/plan_detail.html", shown, regions=("plan",))


@login_required
@require_http_methods(["GET", "POST"])
def plan_new(request: Request) -> HttpResponse:
    """Begin with what the default plan says, so that only what differs is typed."""
    check_may(request.user, Act.MANAGE_SLA)
    known = queries.default_plan()
    terms = replace(queries.begin_with(known), name_zh="", name_en="")
    form = PlanForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            plan = operations.add_plan(terms=form.terms(), by=request.user, at=timezone.now())
            return redirect("sla-plan-detail", plan.pk)
    return render(request, EDIT, {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_SLA)
    plan = queries.get_plan(pk, for_user=request.user)
    newest = queries.newest_version(plan)
    form = PlanForm(request.POST or None, terms=queries.terms_of(newest), seen=newest.number)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.change_plan(
                plan=plan,
                terms=form.terms(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("sla-plan-detail", pk)
    shown = {"form": form, "plan": plan, "version": newest}
    return render(request, EDIT, shown, status=422 if form.errors else 200)


@login_required
@require_POST
def plan_default(request: Request, pk: int) -> HttpResponse:
    return _done(request, queries.get_plan(pk, for_user=request.user), "default")


@login_required
@require_POST
def plan_retire(request: Request, pk: int) -> HttpResponse:
    return _done(request, queries.get_plan(pk, for_user=request.user), "retire")


@login_required
@require_POST
def plan_restore(request: Request, pk: int) -> HttpResponse:
    return _done(request, queries.get_plan(pk, for_user=request.user), "restore")


def _done(request: Request, plan: SlaPlan, what: str) -> HttpResponse:
    acts = {
        "default": operations.make_default,
        "retire": operations.retire_plan,
        "restore": operations.restore_plan,
    }
    check_may(request.user, Act.MANAGE_SLA)
    try:
        acts[what](plan=plan, by=request.user, at=timezone.now())
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
    else:
        keep_toast(request, _("Done."))
    return redirect("sla-plan-detail", plan.pk)
