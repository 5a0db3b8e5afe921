"""Feedback from a file: sent, its columns confirmed, tried, imported, and taken back."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.forms import Decisions, MappingForm, UploadForm
from twintrack.sales.intake.lifecycle import CONFIRMABLE, State
from twintrack.sales.intake.models import ImportRow, ImportRun
from twintrack.sales.intake.operations import Upload
from twintrack.sales.intake.problems import tell_all
from twintrack.sales.intake.resolving import Reader
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer

LIST = "intake/import_list.html"
NEW = "intake/import_new.html"
DETAIL = "intake/import_detail.html"
PROBLEMS = 50


@login_required
@require_GET
def import_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.IMPORT_FEEDBACK)
    runs = queries.list_runs(for_user=request.user)
    shown = {
        "page": key_page(runs, order=("-pk",), after=request.GET.get("after", "")),
        "held": queries.count_held(request.user),
        "form": UploadForm(),
        "may_inbound": queries.may_manage_inbound(request.user),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.IMPORT_FEEDBACK)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = Upload(data=file.read(), name=file.name, source=form.cleaned_data["source"])
        with attempt(form, "file"):
            run = operations.upload(upload=upload, by=request.user, at=timezone.now())
            return leave_for(request, run.get_absolute_url())
    return render_form(request, NEW, form)


@login_required
@require_GET
def import_detail(request: Request, number: str) -> HttpResponse:
    run = queries.get_run(number, for_user=request.user)
    return _detail(request, run)


def _detail(
    request: Request,
    run: ImportRun,
    *,
    form: forms.Form | None = None,
    decisions: Decisions | None = None,
    status: int = 200,
) -> HttpResponse:
    shown: dict[str, Any] = {"run": run, "held": run.held, "state": State(run.state)}
    is_edited = "columns" in request.GET and State(run.state) in CONFIRMABLE
    if form is not None or run.state == State.DRAFT or is_edited:
        sample = queries.sample_rows(run)
        shown["form"] = form or MappingForm(run=run, sample=sample)
    elif run.state == State.CHECKED:
        shown["decisions"] = decisions or _decisions(request, run)
    rows = queries.list_problem_rows(run)
    shown["problems"] = list(rows[:PROBLEMS])
    return render_page(request, DETAIL, shown, regions=("run",), status=status)


def _decisions(request: Request, run: ImportRun) -> Decisions:
    reader = Reader(by=request.user, at=timezone.now(), decisions={}, source=run.source)
    post = request.POST if request.method == "POST" else None
    return Decisions(run, user=request.user, reader=reader, post=post)


@login_required
@require_POST
def import_columns(request: Request, number: str) -> HttpResponse:
    """Confirm the columns; the rows are checked then."""
    run = queries.get_run(number, for_user=request.user)
    form = MappingForm(request.POST, run=run, sample=queries.sample_rows(run))
    if form.is_valid():
        with attempt(form):
            operations.confirm(
                run=run,
                mapping=form.mapping(),
                defaults=form.defaults(),
                by=request.user,
                at=timezone.now(),
            )
            return redirect(run.get_absolute_url())
    return _detail(request, run, form=form, status=422)


@login_required
@require_POST
def import_start(request: Request, number: str) -> HttpResponse:
    """Import the rows that were checked, or go on where it stopped."""
    run = queries.get_run(number, for_user=request.user)
    decisions = _decisions(request, run)
    decided = decisions.read()
    if decisions.wrong:
        return _detail(request, run, decisions=decisions, status=422)

    def act() -> None:
        operations.start(run=run, decisions=decided, by=request.user, at=timezone.now())

    return _step(request, run, act)


@login_required
@require_POST
def import_stop(request: Request, number: str) -> HttpResponse:
    run = queries.get_run(number, for_user=request.user)

    def act() -> None:
        operations.stop(run=run, by=request.user, at=timezone.now())

    return _step(request, run, act)


@login_required
@require_POST
def import_undo(request: Request, number: str) -> HttpResponse:
    """Take back what was imported."""
    run = queries.get_run(number, for_user=request.user)

    def act() -> None:
        operations.undo(run=run, by=request.user, at=timezone.now())

    return _step(request, run, act)


def _step(request: Request, run: ImportRun, act: Callable[[], None]) -> HttpResponse:
    with pressed(request):
        act()
    return redirect(run.get_absolute_url())


@login_required
@require_GET
def import_problems(request: Request, number: str) -> HttpResponseBase:
    """The rows that were refused, as a file to be corrected and sent again."""
    run = queries.get_run(number, for_user=request.user)
    rows = queries.list_problem_rows(run)
    heads = (_("Line"), _("Why not"), *run.columns)
    return csv_answer(f"{run.number}-problems", heads, _written(run, rows.iterator(1000)))


def _written(run: ImportRun, rows: Iterator[ImportRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = (row.values.get(column, "") for column in run.columns)
        yield (row.line, " ".join(tell_all(row.problems)), *values)
