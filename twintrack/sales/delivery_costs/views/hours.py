"""Hours: one's own week, typed where it stands, and the hours of a delivery for who leads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.costing import cost_hours
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.forms import (
    CorrectionForm,
    HourCellForm,
    HoursForm,
    RemainingForm,
)
from twintrack.sales.delivery_costs.views.dialogs import show_form
from twintrack.sales.delivery_costs.week import WEEK, HourGrid, monday_of, read_grid
from twintrack.sales.delivery_costs.weeks import weeks_of
from twintrack.ui.dialogs import leave_for
from twintrack.ui.fields import is_far_away, key_of
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

PAGE = "delivery_costs/hours_week.html"
OF_DELIVERY = "delivery_costs/delivery_hours.html"


def _day(text: str) -> date:
    today = timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return today if is_far_away(day) else day


def _grid(request: Request, day: date) -> HourGrid:
    return read_grid(request.user, day, also=key_of(request.GET.get("task", "")))


def _show(request: Request, grid: HourGrid, day: date, *, status: int = 200) -> HttpResponse:
    url, today = reverse("hours-week"), timezone.localdate()
    shown = {
        "grid": grid,
        "days": [
            {"day": each, "minutes": total, "is_shown": each == day, "is_today": each == today}
            for each, total in zip(grid.days, grid.totals, strict=True)
        ],
        "day": day,
        "earlier": f"{url}?day={grid.monday - WEEK}",
        "later": f"{url}?day={grid.monday + WEEK}",
        "address": f"{url}?day={day}",
    }
    return render_page(request, PAGE, shown, regions=("week",), status=status)


@login_required
@require_GET
def hours_week(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_DELIVERIES)
    day = _day(request.GET.get("day", ""))
    return _show(request, _grid(request, day), day)


@login_required
@require_POST
def hours_cell(request: Request) -> HttpResponse:
    """Keep what was typed into one cell of the week, and show the week as it is then."""
    form = HourCellForm(request.POST)
    day = _day(request.POST.get("day", ""))
    error = ""
    if form.is_valid():
        values = form.cleaned_data
        task = queries.get_week_task(values["task"], for_user=request.user)
        error = _refusal_of(
            lambda: operations.write_hours(
                task=task,
                day=values["day"],
                minutes=values["hours"],
                before=values["seen"],
                by=request.user,
                at=timezone.now(),
            )
        )
    else:
        error = _first_error(form)
    return _after(request, form, day, error)


def _refusal_of(act: Any) -> str:
    try:
        act()
    except (NotAllowed, NotThere):
        raise
    except StaleEdit as stale:
        said = _("Somebody changed this to “%(value)s” in the meantime. Save again to keep yours.")
        return said % {"value": stale.current}
    except Refusal as refusal:
        return str(refusal.message)
    return ""


def _first_error(form: Any) -> str:
    return next(str(each) for errors in form.errors.values() for each in errors)


def _after(request: Request, form: Any, day: date, error: str) -> HttpResponse:
    if not error and not request.htmx:
        return redirect(f"{reverse('hours-week')}?day={day}")
    task = key_of(request.POST.get("task", ""))
    grid = read_grid(request.user, day, also=task)
    cell = grid.cell(task, day) if task is not None else None
    if error and cell is not None and isinstance(form, HourCellForm):
        cell.typed, cell.error = request.POST.get("hours", "")[:20], error
    if error and isinstance(form, RemainingForm):
        for row in grid.rows:
            if row.task.pk == task:
                row.typed, row.error = request.POST.get("hours", "")[:20], error
    return _show(request, grid, day, status=422 if error else 200)


@login_required
@require_POST
def hours_remaining(request: Request) -> HttpResponse:
    """Keep how long a task still takes."""
    form = RemainingForm(request.POST)
    day, error = _day(request.POST.get("day", "")), ""
    if form.is_valid():
        values = form.cleaned_data
        task = queries.get_week_task(values["task"], for_user=request.user)
        error = _refusal_of(
            lambda: operations.say_remaining(
                task=task, minutes=values["hours"], by=request.user, at=timezone.now()
            )
        )
    else:
        error = _first_error(form)
    return _after(request, form, day, error)


@login_required
@require_http_methods(["GET", "POST"])
def hours_new(request: Request) -> HttpResponse:
    """Write hours on any task, with a note."""
    check_may(request.user, Act.SEE_DELIVERIES)
    initial = {"day": _day(request.GET.get("day", "")), "task": request.GET.get("task", "")}
    form = HoursForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with attempt(form, "hours"):
            operations.write_hours(
                task=values["task"],
                day=values["day"],
                minutes=values["hours"],
                note=values["note"],
                by=request.user,
                at=timezone.now(),
            )
            url = f"{reverse('hours-week')}?day={values['day']}&task={values['task'].pk}"
            return leave_for(request, url)
    return show_form(
        request, form, title=_("Write hours"), up=_("My hours"), up_url=reverse("hours-week")
    )


def _week_of(row: Any) -> tuple[int, date]:
    return row.person_id, monday_of(row.day)


@login_required
@require_GET
def delivery_hours(request: Request, number: str) -> HttpResponse:
    """Show hours of a delivery: one's own, and to who leads it those of all."""
    delivery = get_delivery(number, for_user=request.user)
    rows = queries.list_entries(for_user=request.user, delivery=delivery)
    page = key_page(rows, order=("-day", "-pk"), after=request.GET.get("after", ""), size=100)
    weeks = queries.list_confirmed(for_user=request.user, delivery=delivery)
    confirmed = {(each.person_id, each.monday) for each in weeks}
    may_lead, sees_costs = (
        queries.leads(delivery, request.user),
        queries.sees_costs_of(request.user),
    )
    shown = {
        "delivery": delivery,
        "currency": queries.currency_of(delivery),
        "rows": [
            {"row": each.row, "cost": each.cost, "is_confirmed": _week_of(each.row) in confirmed}
            for each in cost_hours(delivery, page.items)
        ],
        "sees_costs": sees_costs,
        "next": page.next,
        "may_lead": may_lead,
        "weeks": weeks_of(delivery, for_user=request.user) if may_lead else [],
    }
    return render_page(request, OF_DELIVERY, shown, regions=("hours",))


@login_required
@require_POST
def week_confirm(request: Request, number: str) -> HttpResponse:
    delivery = get_delivery(number, for_user=request.user)
    pk = key_of(request.POST.get("person", ""))
    if pk is None:
        raise NotThere
    with pressed(request):
        operations.confirm_week(
            delivery=delivery,
            person=get_person(pk),
            on=monday_of(_day(request.POST.get("monday", ""))),
            by=request.user,
            at=timezone.now(),
        )
    return redirect("delivery-hours", number)


@login_required
@require_http_methods(["GET", "POST"])
def hours_correct(request: Request, pk: int) -> HttpResponse:
    """Correct hours of a week that is confirmed."""
    entry = queries.get_entry(pk, for_user=request.user)
    if not queries.leads(entry.delivery, request.user):
        raise operations.NotTheLead
    url = reverse("delivery-hours", args=[entry.delivery.number])
    form = CorrectionForm(request.POST or None, initial={"hours": written_hours(entry.minutes)})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "hours"):
            operations.correct_hours(
                entry=entry,
                minutes=form.cleaned_data["hours"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, url)
    return show_form(request, form, title=_("Correct hours"), up=entry.delivery.number, up_url=url)
