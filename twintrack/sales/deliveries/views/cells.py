"""Cells of the plan that are changed where they stand."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.forms.deliveries import deliverers
from twintrack.sales.deliveries.inline import inline_of
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.ui.inline import Inline, InlineForm
from twintrack.ui.toasts import tell, toast

CELL = "deliveries/_cell.html"


@login_required
@require_http_methods(["GET", "POST"])
def task_cell(request: Request, number: str, pk: int, code: str) -> HttpResponse:
    """A cell: as it is, as a form, or as both versions where two people changed it at once."""
    check_may(request.user, Act.WORK_ON_DELIVERIES)
    task = queries.get_task(queries.get_delivery(number, for_user=request.user), pk)
    inline = inline_of(code, deliverers)
    if inline is None:
        raise NotThere
    if request.GET.get("as") == "text":
        return _text(request, task, code)
    form = InlineForm(inline, task, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, task, code, inline, form)
    # Days are typed piece by piece: they are sent by a press.
    named = "planned_on" if code.endswith("_on") else code
    shown = {"form": form, "inline": inline, "code": named, "url": request.path}
    status = 422 if form.errors else 200
    return render(request, "ui/_cell_form.html", shown, status=status)


def _save(
    request: Request,
    task: DeliveryTask,
    code: str,
    inline: Inline[DeliveryTask],
    form: InlineForm,
) -> HttpResponse:
    try:
        saved = form.save(inline, task, by=request.user, at=timezone.now())
    except StaleEdit as stale:
        return _both(request, task, code, inline, stale)
    except Refusal as refusal:
        return toast(_text(request, task, code, refusal.status), refusal.message, tone="bad")
    return tell(_text(request, saved, code), "deliveries-changed", {})


def _text(request: Request, task: DeliveryTask, code: str, status: int = 200) -> HttpResponse:
    return render(request, CELL, {"task": task, "code": code, "may_work": True}, status=status)


def _both(
    request: Request,
    task: DeliveryTask,
    code: str,
    inline: Inline[DeliveryTask],
    stale: StaleEdit,
) -> HttpResponse:
    mine = InlineForm(inline, task, initial={"before": stale.current, "value": stale.attempted})
    shown = {
        "form": mine,
        "reason": stale.message,
        "theirs": inline.words(stale.current),
        "mine": inline.words(stale.attempted),
        "url": request.path,
        "code": code,
    }
    return render(request, "ui/_cell_conflict.html", shown, status=409)
