"""Lines, discount and promises of a draft, changed where they stand."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.forms import (
    IN_CELL,
    DiscountForm,
    FreeLineForm,
    LineForm,
    ListedLineForm,
    PromiseForm,
)
from twintrack.sales.quotes.models import QuoteLine, QuoteVersion
from twintrack.sales.quotes.views.page import show
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of


def _draft(request: Request, number: str) -> QuoteVersion:
    check_may(request.user, Act.WRITE_QUOTES)
    return queries.get_version(number, for_user=request.user)


def _line(version: QuoteVersion, pk: int) -> QuoteLine:
    found = version.lines.filter(pk=pk).select_related("item").first()
    if found is None:
        raise operations.LineGone
    return found


def _answer(
    request: Request, number: str, name: str, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    """Do what a form on the page asks for, and show the page as it is then."""
    if form.is_valid():
        with attempt(form):
            act()
    fresh = queries.get_version(number, for_user=request.user)
    if form.errors:
        return show(request, fresh, wrong={name: form}, status=422)
    if not request.htmx:
        return redirect("quote-detail", number)
    return show(request, fresh)


@login_required
@require_POST
def line_new(request: Request, number: str) -> HttpResponse:
    version = _draft(request, number)
    form = ListedLineForm(request.POST, user=request.user, book=version.book_id)

    def add() -> None:
        details = form.details()
        operations.add_line(version=version, details=details, by=request.user, at=timezone.now())

    return _answer(request, number, "line", form, add)


@login_required
@require_http_methods(["GET", "POST"])
def line_free(request: Request, number: str) -> HttpResponse:
    """Write a line freely, with a price of its own."""
    version = _draft(request, number)
    form = FreeLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.add_line(
                version=version, details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("quote-detail", args=[number]))
    return render_form(request, "quotes/line_free.html", form, version=version)


@login_required
@require_http_methods(["GET", "POST"])
def line_edit(request: Request, number: str, pk: int) -> HttpResponse:
    version = _draft(request, number)
    line = _line(version, pk)
    form = LineForm(request.POST or None, line=line)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_line(
                version=version,
                line_id=pk,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("quote-detail", args=[number]))
    return render_form(request, "quotes/line_edit.html", form, version=version, line=line)


@login_required
@require_POST
def line_cell(request: Request, number: str, pk: int) -> HttpResponse:
    """Change the one cell of a line that is sent."""
    version = _draft(request, number)
    line = _line(version, pk)
    name = next((each for each in IN_CELL if each in request.POST), None)
    if name is None:
        raise NotThere
    form = LineForm(request.POST, line=line, names=(name,), auto_id=f"id_{line.pk}_%s")

    def change() -> None:
        before, values = form.changes()
        operations.change_line(
            version=version,
            line_id=pk,
            before=before,
            values=values,
            by=request.user,
            at=timezone.now(),
        )

    return _answer(request, number, f"{name}-{pk}", form, change)


@login_required
@require_POST
def line_remove(request: Request, number: str, pk: int) -> HttpResponse:
    version = _draft(request, number)
    operations.remove_line(version=version, line_id=pk, by=request.user, at=timezone.now())
    return _shown(request, number)


@login_required
@require_POST
def line_move(request: Request, number: str, pk: int) -> HttpResponse:
    """Put a line at another place, which is counted from 1."""
    version = _draft(request, number)
    to = key_of(request.POST.get("to", "")) or 1
    operations.move_line(
        version=version, line_id=pk, to=min(to, 1000), by=request.user, at=timezone.now()
    )
    return _shown(request, number)


@login_required
@require_POST
def quote_discount(request: Request, number: str) -> HttpResponse:
    """Change the discount on the whole in its cell."""
    version = _draft(request, number)
    form = DiscountForm(request.POST, version=version)

    def change() -> None:
        before, values = form.changes()
        operations.change_terms(
            version=version, before=before, values=values, by=request.user, at=timezone.now()
        )

    return _answer(request, number, "discount", form, change)


@login_required
@require_POST
def promise_new(request: Request, number: str) -> HttpResponse:
    version = _draft(request, number)
    form = PromiseForm(request.POST)

    def add() -> None:
        operations.add_promise(
            version=version, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    return _answer(request, number, "promise", form, add)


@login_required
@require_POST
def promise_remove(request: Request, number: str, pk: int) -> HttpResponse:
    version = _draft(request, number)
    operations.remove_promise(version=version, promise_id=pk, by=request.user, at=timezone.now())
    return _shown(request, number)


@login_required
@require_POST
def promise_link(request: Request, number: str, pk: int) -> HttpResponse:
    """Name the commitment that stands behind a day, or none."""
    version = _draft(request, number)
    operations.link_promise(
        version=version,
        promise_id=pk,
        commitment=request.POST.get("commitment", ""),
        by=request.user,
        at=timezone.now(),
    )
    return _shown(request, number)


def _shown(request: Request, number: str) -> HttpResponse:
    if not request.htmx:
        return redirect("quote-detail", number)
    return show(request, queries.get_version(number, for_user=request.user))
