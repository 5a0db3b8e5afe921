"""The list of iterations, the page of one, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.scheduling.capacity import capacity_of, remaining_of
from twintrack.rnd.iterations import operations, queries
from twintrack.rnd.iterations.course import course_of
from twintrack.rnd.iterations.forms import (
    IterationEditForm,
    IterationFilterForm,
    IterationForm,
    ReasonForm,
)
from twintrack.rnd.iterations.lifecycle import OPEN, IterationState
from twintrack.rnd.iterations.overview import list_overview
from twintrack.rnd.iterations.progress import progress_of
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

LIST = "iterations/iteration_list.html"
DETAIL = "iterations/iteration_detail.html"
VIEWS: dict[str, tuple[str | Promise, tuple[IterationState, ...]]] = {
    "open": (_("Running and planned"), OPEN),
    "completed": (_("Completed"), (IterationState.COMPLETED,)),
    "cancelled": (_("Cancelled"), (IterationState.CANCELLED,)),
    "all": (_("All"), ()),
}
DAYS_BESIDE = {
    operations.DatesCrossed: "end_on",
    operations.TooLong: "end_on",
    operations.DatesTaken: "start_on",
    operations.IterationOver: "start_on",
}


@login_required
@require_GET
def iteration_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    form = IterationFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    found = queries.list_iterations(
        for_user=request.user,
        team=wanted.get("team"),
        text=wanted.get("q", ""),
        states=VIEWS[view][1],
    )
    order = ("start_on", "pk") if view == "open" else ("-start_on", "-pk")
    page = key_page(found, order=order, after=request.GET.get("after", ""))
    today = timezone.localdate()
    courses = course_of(page.items, today)
    progress = progress_of(page.items, for_user=request.user)
    shown = {
        "page": page,
        "rows": [(each, courses[each.pk], progress.get(each.pk)) for each in page.items],
        "count": found.count(),
        "today": today,
        "teams": list_overview(for_user=request.user, team=wanted.get("team"), today=today),
        "may_plan": may(request.user, Act.PLAN_ITERATIONS),
        **filter_bar(
            request, form, views=[(code, label) for code, (label, _s) in VIEWS.items()], view=view
        ),
    }
    return render_page(request, LIST, shown, regions=("teams", "rows"))


@login_required
@require_http_methods(["GET", "POST"])
def iteration_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    form = IterationForm(
        request.POST or None,
        initial=request.GET.dict(),
        user=request.user,
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, DAYS_BESIDE):
            planned = operations.plan_iteration(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("iteration-detail", args=[planned.number]))
    return render_form(request, "iterations/iteration_new.html", form)


@login_required
@require_GET
def iteration_detail(request: Request, number: str) -> HttpResponse:
    iteration = queries.get_iteration(number, for_user=request.user)
    today = timezone.localdate()
    capacity = capacity_of(iteration.team, iteration.start_on, iteration.end_on)
    shown: dict[str, Any] = {
        "iteration": iteration,
        "today": today,
        "course": course_of([iteration], today)[iteration.pk],
        "progress": progress_of([iteration], for_user=request.user).get(iteration.pk),
        "capacity": capacity,
        "remaining": remaining_of(capacity, iteration.team, today),
        "following": queries.next_of(iteration),
        "is_overdue": iteration.is_overdue(today),
        "may_plan": may(request.user, Act.PLAN_ITERATIONS),
    }
    return render_page(request, DETAIL, shown, regions=("facts", "capacity", "days"))


@login_required
@require_http_methods(["GET", "POST"])
def iteration_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    iteration = queries.get_iteration(number, for_user=request.user)
    form = IterationEditForm(request.POST or None, iteration=iteration)
    if request.method == "POST" and form.is_valid():
        with attempt(form, DAYS_BESIDE):
            before, values = form.changes()
            operations.change_iteration(
                iteration=iteration,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("iteration-detail", args=[number]))
    return render_form(request, "iterations/iteration_edit.html", form, iteration=iteration)


@login_required
@require_POST
def iteration_start(request: Request, number: str) -> HttpResponse:
    iteration = queries.get_iteration(number, for_user=request.user)
    with pressed(request):
        operations.start_iteration(iteration=iteration, by=request.user, at=timezone.now())
        keep_toast(request, _("The iteration runs. What it holds now is its committed scope."))
    return redirect("iteration-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def iteration_cancel(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    iteration = queries.get_iteration(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.cancel_iteration(
                iteration=iteration,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("iteration-detail", args=[number]))
    return render_form(request, "iterations/iteration_cancel.html", form, iteration=iteration)
