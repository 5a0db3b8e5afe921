"""Bank statements: reading them in, and booking their lines by proposals."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.forms import (
    BookForm,
    ColumnsForm,
    CustomerForm,
    MatchForm,
    StatementForm,
)
from twintrack.sales.collections.operations import Share
from twintrack.sales.collections.reading import left_out_of, read_again, read_statement
from twintrack.sales.collections.views.receipts import BESIDE
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast


@login_required
@require_http_methods(["GET", "POST"])
def statement_list(request: Request) -> HttpResponse:
    """List the statements that were read, and read another one."""
    user = request.user
    statements = queries.list_statements(for_user=user)
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "statement"):
            uploaded, now = form.cleaned_data["statement"], timezone.now()
            sheet = read_statement(
                uploaded.read(),
                uploaded.name,
                currency=form.cleaned_data["currency"],
                zone=user.time_zone,
                at=now,
            )
            statement = operations.keep_statement(
                name=uploaded.name,
                columns=sheet.columns,
                movements=sheet.movements,
                left_out=sheet.left_out,
                currency=sheet.currency,
                table=sheet.table,
                by=user,
                at=now,
            )
            return leave_for(request, reverse("statement-detail", args=[statement.pk]))
    shown = {"statements": statements[:50]}
    return render_form(request, "collections/statement_list.html", form, **shown)


@login_required
@require_GET
def statement_detail(request: Request, pk: int) -> HttpResponse:
    statement = queries.get_statement(pk, for_user=request.user)
    lines = queries.list_lines(statement)
    waiting = [each for each in lines if each.state == "waiting"]
    proposals = queries.propose(waiting, for_user=request.user)
    rows = [(each, proposals.get(each.pk, [])) for each in lines]
    sure = sum(1 for found in proposals.values() if found and found[0].is_sure)
    is_used = any(each.state not in ("waiting", "known") for each in lines)
    shown = {
        "statement": statement,
        "rows": rows,
        "sure": sure,
        "waiting": len(waiting),
        "left_out": left_out_of(statement, (each.line for each in lines)),
        "may_choose": bool(statement.table) and not is_used,
    }
    return render_page(request, "collections/statement_detail.html", shown, regions=("lines",))


@login_required
@require_http_methods(["GET", "POST"])
def statement_columns(request: Request, pk: int) -> HttpResponse:
    """Choose which column says what, where it was guessed wrongly."""
    user = request.user
    check_may(user, Act.RECORD_RECEIPTS)
    statement = queries.get_statement(pk, for_user=user)
    form = ColumnsForm(request.POST or None, statement=statement)
    if request.method == "POST" and form.is_valid():
        columns, now = form.columns(), timezone.now()
        sheet = read_again(statement, columns, zone=user.time_zone, at=now)
        with attempt(form):
            operations.choose_columns(
                statement=statement,
                columns=columns,
                movements=sheet.movements,
                left_out=sheet.left_out,
                by=user,
                at=now,
            )
            return leave_for(request, reverse("statement-detail", args=[pk]))
    return render_form(request, "collections/statement_columns.html", form, statement=statement)


@login_required
@require_http_methods(["GET", "POST"])
def statement_credit(request: Request, pk: int) -> HttpResponse:
    """Let a line become a customer's credit, where no invoice is known that it pays."""
    user = request.user
    check_may(user, Act.RECORD_RECEIPTS)
    line = queries.get_line(pk, for_user=user)
    form = CustomerForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "customer"):
            operations.book_line(
                line=line,
                customer=form.cleaned_data["customer"],
                keep_rest=True,
                by=user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("statement-detail", args=[line.statement_id]))
    return render_form(request, "collections/statement_credit.html", form, line=line)


@login_required
@require_http_methods(["GET", "POST"])
def statement_match(request: Request, pk: int) -> HttpResponse:
    """Say by hand which invoices a line pays: first whose they are, then which."""
    user = request.user
    check_may(user, Act.RECORD_RECEIPTS)
    line = queries.get_line(pk, for_user=user)
    template = "collections/statement_match.html"
    likely = {"customer": queries.likely_payer(line, for_user=user)}
    asked = CustomerForm(request.POST or None, user=user, initial=likely)
    if request.method != "POST" or not asked.is_valid():
        return render_form(request, template, asked, line=line)
    customer = asked.cleaned_data["customer"]
    given = request.POST if "chosen" in request.POST else None
    form = MatchForm(given, customer=customer, currency=line.currency, user=user)
    if given is not None and form.is_valid():
        with attempt(form, BESIDE):
            operations.book_line(
                line=line,
                customer=customer,
                shares=form.shares(),
                keep_rest=form.cleaned_data["keep_rest"],
                rate=form.cleaned_data.get("rate"),
                by=user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("statement-detail", args=[line.statement_id]))
    return render_form(request, template, form, line=line, customer=customer)


@login_required
@require_POST
def statement_book(request: Request, pk: int) -> HttpResponse:
    """Book a line: for an invoice that was proposed, or as a customer's credit."""
    user = request.user
    line = queries.get_line(pk, for_user=user)
    form = BookForm(request.POST, user=user)
    if form.is_valid():
        number = form.cleaned_data["invoice"]
        invoice = queries.get_invoice(number, for_user=user) if number else None
        customer = invoice.customer if invoice else form.cleaned_data["customer"]
        if customer is not None:
            with pressed(request):
                operations.book_line(
                    line=line,
                    customer=customer,
                    shares=[Share(invoice=invoice)] if invoice else [],
                    keep_rest=form.cleaned_data["keep_rest"] or invoice is None,
                    by=user,
                    at=timezone.now(),
                )
    return redirect("statement-detail", line.statement_id)


@login_required
@require_POST
def statement_book_sure(request: Request, pk: int) -> HttpResponse:
    """Book every line of which it is sure what it pays; one that is refused stays."""
    user = request.user
    check_may(user, Act.RECORD_RECEIPTS)
    statement = queries.get_statement(pk, for_user=user)
    booked = 0
    for line in queries.list_lines(statement):
        if line.state != "waiting":
            continue
        # Proposed anew for each: the one before may have paid the invoice.
        found = queries.propose([line], for_user=user)[line.pk]
        if not found or not found[0].is_sure:
            continue
        invoice = found[0].invoice
        try:
            operations.book_line(
                line=line,
                customer=invoice.customer,
                shares=[Share(invoice=invoice)],
                by=user,
                at=timezone.now(),
            )
        except Refusal:
            continue
        booked += 1
    said = ngettext("%(n)d line was booked.", "%(n)d lines were booked.", booked)
    keep_toast(request, said % {"n": booked})
    return redirect("statement-detail", pk)


@login_required
@require_POST
def statement_unbook(request: Request, pk: int) -> HttpResponse:
    line = queries.get_line(pk, for_user=request.user)
    with pressed(request):
        operations.unbook_line(line=line, by=request.user, at=timezone.now())
    return redirect("statement-detail", line.statement_id)


@login_required
@require_POST
def statement_set_aside(request: Request, pk: int) -> HttpResponse:
    line = queries.get_line(pk, for_user=request.user)
    is_ignored = line.state == "waiting"
    with pressed(request):
        operations.set_aside(line=line, is_ignored=is_ignored, by=request.user, at=timezone.now())
    return redirect("statement-detail", line.statement_id)
