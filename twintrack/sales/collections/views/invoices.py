"""The page of an invoice, and what is done on it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt, pressed
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.books import figures_of
from twintrack.sales.collections.forms import (
    CreditForm,
    InvoiceEditForm,
    InvoiceForm,
    PassOnForm,
    PromiseForm,
    ReasonForm,
    TaskForm,
)
from twintrack.sales.collections.letters import fill_in
from twintrack.sales.collections.lifecycle import TaskState
from twintrack.sales.contracts.queries import get_contract
from twintrack.sales.contracts.standing import lay_out
from twintrack.sales.customers.models import Ground
from twintrack.sales.customers.queries import list_withdrawn
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page

BESIDE: Beside = {operations.NumberTaken: "official_number", Refusal: None}


def _page_of(number: str) -> str:
    return reverse("invoice-detail", args=[number])


@login_required
@require_http_methods(["GET", "POST"])
def invoice_new(request: Request, number: str) -> HttpResponse:
    """Invoice instalments of a contract."""
    check_may(request.user, Act.RECORD_RECEIPTS)
    contract = get_contract(number, for_user=request.user)
    today = timezone.localdate()
    rows = lay_out(contract, for_user=request.user, today=today)
    chosen = request.GET.get("instalment", "")
    form = InvoiceForm(
        request.POST or None, rows=rows, chosen=chosen, today=today, currency=contract.currency
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            invoice = operations.issue_invoice(
                contract=contract, details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(invoice.number))
    return render_form(request, "collections/invoice_new.html", form, contract=contract)


@login_required
@require_GET
def invoice_detail(request: Request, number: str) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    invoice = queries.get_invoice(number, for_user=user)
    figures = figures_of([invoice])[invoice.pk]
    invoice.owed, invoice.open = figures.owed, figures.open  # type: ignore[attr-defined]
    tasks = list(queries.list_tasks(for_user=user, invoice=invoice))
    # What is paid or disputed needs no reminder, and only the furthest step counts, as in lists.
    is_asked = figures.open > 0 and invoice.disputed_at is None
    needed = tasks[-1] if tasks and is_asked and tasks[-1].state == TaskState.TODO else None
    kept, ended = queries.track_record(invoice.customer, on=today)
    shown = {
        "invoice": invoice,
        "figures": figures,
        "parts": queries.list_parts(invoice),
        "payments": queries.list_payments(invoice),
        "notes": queries.list_credit_notes(invoice),
        "promises": queries.list_promises(invoice),
        "tasks": [(each, fill_in(each.step.text, invoice, figures.open)) for each in tasks],
        "needed": needed,
        "withdrawn": list_withdrawn(invoice.customer) if needed else [],
        "grounds": Ground.choices,
        "kept": kept,
        "ended": ended,
        "today": today,
        "may_record": may(user, Act.RECORD_RECEIPTS),
    }
    return render_page(
        request,
        "collections/invoice_detail.html",
        shown,
        regions=("acts", "head", "money", "facts"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def invoice_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    invoice = queries.get_invoice(number, for_user=request.user)
    seen = {"official_number": invoice.official_number, "due_on": invoice.due_on}
    form = InvoiceEditForm(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, BESIDE):
            operations.change_invoice(
                invoice=invoice, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/invoice_edit.html", form, invoice=invoice)


@login_required
@require_http_methods(["GET", "POST"])
def invoice_credit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    invoice = queries.get_invoice(number, for_user=request.user)
    left = figures_of([invoice])[invoice.pk].open
    initial = {"amount": left, "issued_on": timezone.localdate()}
    form = CreditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {Refusal: "amount"}):
            operations.credit(
                invoice=invoice, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/invoice_credit.html", form, invoice=invoice)


@login_required
@require_http_methods(["GET", "POST"])
def invoice_dispute(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SEE_COLLECTIONS)
    invoice = queries.get_invoice(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.dispute(
                invoice=invoice, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/invoice_dispute.html", form, invoice=invoice)


@login_required
@require_POST
def invoice_settle(request: Request, number: str) -> HttpResponse:
    invoice = queries.get_invoice(number, for_user=request.user)
    with pressed(request):
        operations.settle_dispute(invoice=invoice, by=request.user, at=timezone.now())
    return redirect("invoice-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def invoice_promise(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SEE_COLLECTIONS)
    invoice = queries.get_invoice(number, for_user=request.user)
    form = PromiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "promised_on"):
            operations.note_promise(
                invoice=invoice, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/invoice_promise.html", form, invoice=invoice)


@login_required
@require_POST
def task_end(request: Request, pk: int) -> HttpResponse:
    """Note that the customer was reminded, or not."""
    task = queries.get_task(pk, for_user=request.user)
    form = TaskForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with pressed(request):
            operations.end_task(task=task, **given, by=request.user, at=timezone.now())
    return redirect("invoice-detail", task.invoice.number)


@login_required
@require_http_methods(["GET", "POST"])
def task_pass_on(request: Request, pk: int) -> HttpResponse:
    """Let somebody else remind the customer."""
    task = queries.get_task(pk, for_user=request.user)
    form = PassOnForm(request.POST or None, assignee=task.assignee)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "to"):
            operations.pass_task_on(
                task=task, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(task.invoice.number))
    shown = {"task": task, "invoice": task.invoice}
    return render_form(request, "collections/reminder_pass_on.html", form, **shown)
