"""The plan of a delivery: phases, tasks, waits; what the customer gets and accepts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.bilingual import reads_chinese
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.certificate import draw, file_name
from twintrack.sales.deliveries.forms.deliveries import ReasonForm
from twintrack.sales.deliveries.forms.plan import (
    AcceptForm,
    DeliverableEditForm,
    DeliverableForm,
    GivenForm,
    PhaseForm,
    TaskEditForm,
    TaskForm,
    UntilForm,
    WaitForm,
)
from twintrack.sales.deliveries.lifecycle import NEXT_TASK, TaskState
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.views.showing import ask, page_of, press

BOTH = ["GET", "POST"]


def _one(request: Request, number: str, act: Act = Act.WORK_ON_DELIVERIES) -> Delivery:
    check_may(request.user, act)
    return queries.get_delivery(number, for_user=request.user)


@login_required
@require_http_methods(BOTH)
def phase_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    form = PhaseForm(request.POST or None)
    return ask(
        request,
        form,
        lambda who: operations.add_phase(delivery=delivery, **form.cleaned_data, **who),
        title=_("New phase"),
        submit=_("Add"),
        up=page_of(delivery),
    )


@login_required
@require_http_methods(BOTH)
def task_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    today = timezone.localdate()
    initial = {"start_on": today, "finish_on": today + timedelta(days=1)}
    form = TaskForm(request.POST or None, delivery=delivery, initial=initial)
    return ask(
        request,
        form,
        lambda who: operations.add_task(delivery=delivery, details=form.details(), **who),
        title=_("New task"),
        submit=_("Add"),
        up=page_of(delivery),
        beside=_beside(),
    )


def _beside() -> Any:
    return {
        operations.FinishBeforeStart: "finish_on",
        operations.HoursImpossible: "hours",
        operations.RunsInCircle: "after",
        operations.PersonUnfit: "assignee",
        operations.NotOpen: None,
    }


@login_required
@require_http_methods(BOTH)
def task_edit(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    task = queries.get_task(delivery, pk)
    form = TaskEditForm(request.POST or None, task=task)

    def change(who: dict[str, Any]) -> None:
        before, values = form.changes()
        operations.change_task(task=task, before=before, values=values, **who)

    return ask(
        request,
        form,
        change,
        title=_("Edit task"),
        submit=_("Save"),
        up=page_of(delivery),
        beside=_beside(),
    )


@login_required
@require_POST
def task_move(request: Request, number: str, pk: int, code: str) -> HttpResponse:
    """Begin, finish, drop or take up a task by one press."""
    delivery = _one(request, number)
    task = queries.get_task(delivery, pk)
    if code not in TaskState.values:
        raise NotThere
    came_from, to = TaskState(task.state), TaskState(code)
    back = reverse("delivery-task-move", args=[number, pk, came_from])
    return press(
        request,
        delivery,
        lambda who: operations.move_task(task=task, to=to, **who),
        said=_("“%(task)s”: %(state)s") % {"task": task.name, "state": to.label},
        undo=back if came_from in NEXT_TASK[to] else "",
    )


@login_required
@require_POST
def task_up(request: Request, number: str, pk: int) -> HttpResponse:
    """Put a task ahead of the one above it."""
    delivery = _one(request, number)
    rows = list(delivery.tasks.all())
    task = queries.get_task(delivery, pk)
    place = next(at for at, each in enumerate(rows) if each.pk == task.pk)
    above = rows[max(0, place - 1)]
    return press(
        request,
        delivery,
        lambda who: operations.place_task(task=task, ahead_of=above, **who) if place else None,
    )


@login_required
@require_http_methods(BOTH)
def wait_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    initial = {"task": request.GET.get("task", ""), "since": timezone.localdate()}
    form = WaitForm(request.POST or None, delivery=delivery, initial=initial)
    return ask(
        request,
        form,
        lambda who: operations.begin_wait(delivery=delivery, details=form.details(), **who),
        title=_("Note what it waits for"),
        submit=_("Save"),
        up=page_of(delivery),
    )


@login_required
@require_http_methods(BOTH)
def wait_end(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    wait = queries.get_wait(delivery, pk)
    form = UntilForm(request.POST or None, initial={"until": timezone.localdate()})
    return ask(
        request,
        form,
        lambda who: operations.end_wait(wait=wait, **form.cleaned_data, **who),
        title=_("Work resumed"),
        submit=_("Save"),
        up=page_of(delivery),
        beside="until",
    )


@login_required
@require_http_methods(BOTH)
def deliverable_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    form = DeliverableForm(request.POST or None, delivery=delivery)
    return ask(
        request,
        form,
        lambda who: operations.add_deliverable(
            delivery=delivery,
            name=form.cleaned_data["name"],
            criteria=form.lines(),
            phase=form.cleaned_data["phase"],
            **who,
        ),
        title=_("New deliverable"),
        submit=_("Add"),
        up=page_of(delivery),
    )


@login_required
@require_http_methods(BOTH)
def deliverable_edit(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    deliverable = queries.get_deliverable(delivery, pk)
    form = DeliverableEditForm(request.POST or None, deliverable=deliverable)

    def change(who: dict[str, Any]) -> None:
        before, values = form.facts()
        operations.change_deliverable(deliverable=deliverable, before=before, values=values, **who)

    return ask(
        request, form, change, title=_("Edit deliverable"), submit=_("Save"), up=page_of(delivery)
    )


@login_required
@require_http_methods(BOTH)
def deliverable_give(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    deliverable = queries.get_deliverable(delivery, pk)
    form = GivenForm(request.POST or None, delivery=delivery, initial={"on": timezone.localdate()})
    return ask(
        request,
        form,
        lambda who: operations.hand_to_customer(
            deliverable=deliverable,
            on=form.cleaned_data["on"],
            instalment_ids=form.chosen(),
            **who,
        ),
        title=_("Hand over to the customer"),
        submit=_("Save"),
        up=page_of(delivery),
    )


@login_required
@require_http_methods(BOTH)
def acceptance_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    form = AcceptForm(
        request.POST or None,
        request.FILES or None,
        delivery=delivery,
        initial={"accepted_on": timezone.localdate()},
    )

    def accept(who: dict[str, Any]) -> None:
        operations.accept(delivery=delivery, details=form.details(), **who)
        if uploaded := form.cleaned_data.get("paper"):
            operations.add_file(delivery=delivery, uploaded=uploaded, **who)

    return ask(
        request,
        form,
        accept,
        title=_("Note an acceptance"),
        submit=_("Save"),
        up=page_of(delivery),
        page="deliveries/acceptance_form.html",
    )


@login_required
@require_GET
def acceptance_paper(request: Request, number: str, pk: int) -> HttpResponse:
    """Give the certificate of an acceptance as PDF, in the reader's language or the one named."""
    delivery = queries.get_delivery(number, for_user=request.user)
    acceptance = queries.get_acceptance(delivery, pk)
    language = "zh-hans" if reads_chinese(request.GET.get("lang") or None) else "en"
    [pdf] = draw(acceptance, language=language, for_user=request.user)
    name = file_name(acceptance)
    kept = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=kept)


@login_required
@require_http_methods(BOTH)
def acceptance_withdraw(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number, Act.MANAGE_DELIVERIES)
    acceptance = queries.get_acceptance(delivery, pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _(
        "What was accepted is open again, instalments that it made due are not, and its certificate"
        " says that it is void."
    )
    return ask(
        request,
        form,
        lambda who: operations.withdraw_acceptance(
            acceptance=acceptance, **form.cleaned_data, **who
        ),
        title=_("Withdraw the acceptance"),
        submit=_("Withdraw"),
        up=page_of(delivery),
        beside="reason",
    )
