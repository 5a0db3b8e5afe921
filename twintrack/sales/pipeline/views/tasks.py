"""Tasks and people of an opportunity, on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.lifecycle import TaskState
from twintrack.sales.pipeline.team_forms import (
    ContactForm,
    MemberForm,
    OwnerForm,
    SkipForm,
    TaskForm,
)
from twintrack.sales.pipeline.views.moving import changed
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, keep_toast

PANEL = "opportunity-detail"


@panel("pipeline/tasks_panel.html")
def opportunity_tasks(request: Request, number: str) -> dict[str, Any]:
    """Show what is to do for an opportunity, and what was done."""
    opportunity = queries.get_opportunity(number, for_user=request.user)
    tasks = queries.list_tasks(opportunity)
    return {
        "opportunity": opportunity,
        "tasks": [each for each in tasks if each.is_open],
        "closed": [each for each in tasks if not each.is_open],
        "today": timezone.localdate(),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }


@panel("pipeline/people_panel.html")
def opportunity_people(request: Request, number: str) -> dict[str, Any]:
    """Show who works on an opportunity, here and at the customer."""
    opportunity = queries.get_opportunity(number, for_user=request.user)
    return {
        "opportunity": opportunity,
        "members": queries.list_team(opportunity),
        "contacts": queries.list_deal_contacts(opportunity),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }


def _done(request: Request, number: str) -> HttpResponse:
    """Answer a dialog or a press: close, and let the panels ask for themselves."""
    if is_dialog(request):
        return close_modal(changed(HttpResponse()))
    return changed(HttpResponse()) if request.htmx else redirect(PANEL, number)


def _press(request: Request, number: str, operation: Callable[[], object]) -> HttpResponse:
    try:
        operation()
    except NotAllowed:
        raise
    except Refusal as refusal:
        if request.htmx:
            return changed(refused(refusal))
        keep_toast(request, refusal.message, tone="bad")
        return redirect(PANEL, number)
    return _done(request, number)


@login_required
@require_http_methods(["GET", "POST"])
def task_new(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = TaskForm(request.POST or None, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.add_task(
                opportunity=opportunity,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
            return _done(request, number)
    return render_form(request, "pipeline/task_new.html", form, opportunity=opportunity)


@login_required
@require_POST
def task_done(request: Request, number: str, pk: int) -> HttpResponse:
    task = queries.get_task(queries.get_opportunity(number, for_user=request.user), pk)
    return _press(
        request,
        number,
        lambda: operations.close_task(
            task=task, state=TaskState.DONE, by=request.user, at=timezone.now()
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def task_skip(request: Request, number: str, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    task = queries.get_task(opportunity, pk)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.close_task(
                task=task,
                state=TaskState.SKIPPED,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return _done(request, number)
    return render_form(request, "pipeline/task_skip.html", form, opportunity=opportunity, task=task)


@login_required
@require_POST
def task_reopen(request: Request, number: str, pk: int) -> HttpResponse:
    task = queries.get_task(queries.get_opportunity(number, for_user=request.user), pk)
    return _press(
        request,
        number,
        lambda: operations.reopen_task(task=task, by=request.user, at=timezone.now()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def task_owner(request: Request, number: str, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    task = queries.get_task(opportunity, pk)
    form = OwnerForm(request.POST or None, initial={"owner": task.owner_id})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "owner"):
            operations.reassign_task(
                task=task, to=form.cleaned_data["owner"], by=request.user, at=timezone.now()
            )
            return _done(request, number)
    return render_form(
        request, "pipeline/task_owner.html", form, opportunity=opportunity, task=task
    )


@login_required
@require_http_methods(["GET", "POST"])
def member_new(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "person"):
            operations.add_member(
                opportunity=opportunity, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return _done(request, number)
    return render_form(request, "pipeline/member_new.html", form, opportunity=opportunity)


@login_required
@require_POST
def member_remove(request: Request, number: str, pk: int) -> HttpResponse:
    member = queries.get_member(queries.get_opportunity(number, for_user=request.user), pk)
    return _press(
        request,
        number,
        lambda: operations.remove_member(member=member, by=request.user, at=timezone.now()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def contact_place(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = ContactForm(request.POST or None, opportunity=opportunity)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "contact"):
            operations.place_contact(
                opportunity=opportunity, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return _done(request, number)
    return render_form(request, "pipeline/contact_place.html", form, opportunity=opportunity)


@login_required
@require_POST
def contact_remove(request: Request, number: str, pk: int) -> HttpResponse:
    placed = queries.get_deal_contact(queries.get_opportunity(number, for_user=request.user), pk)
    return _press(
        request,
        number,
        lambda: operations.remove_contact(placed=placed, by=request.user, at=timezone.now()),
    )
