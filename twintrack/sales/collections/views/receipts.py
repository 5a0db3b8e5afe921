"""Receipts: the list, new ones, the page of one, and what is done on it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt, pressed
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.books import credit_of, figures_of
from twintrack.sales.collections.forms import (
    AllocateForm,
    CustomerForm,
    ReasonForm,
    ReceiptForm,
    RefundForm,
)
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head

HEADS = (
    Head(label=gettext_lazy("Receipt")),
    Head(label=gettext_lazy("Received on")),
    Head(label=gettext_lazy("Customer")),
    Head(label=gettext_lazy("Payer")),
    Head(label=gettext_lazy("Bank reference")),
    Head(label=gettext_lazy("Amount"), numeric=True),
    Head(label=gettext_lazy("Left as credit"), numeric=True),
)
BESIDE: Beside = {
    operations.RestUnsaid: "keep_rest",
    operations.WrongCurrency: "rate",
    operations.AlreadyRecorded: "bank_reference",
    operations.ReceiptImpossible: "amount",
    Refusal: None,
}


def _page_of(number: str) -> str:
    return reverse("receipt-detail", args=[number])


@login_required
@require_GET
def receipt_list(request: Request) -> HttpResponse:
    view, text = request.GET.get("view", ""), request.GET.get("q", "").strip()
    rows = queries.list_receipts(for_user=request.user, view=view, text=text[:100])
    order = ("-received_on", "-pk")
    shown = {
        "page": key_page(rows, order=order, after=request.GET.get("after", "")),
        "columns": HEADS,
        "width": len(HEADS),
        "view": view,
        "q": text,
        "may_record": may(request.user, Act.RECORD_RECEIPTS),
    }
    return render_page(request, "collections/receipt_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def receipt_new(request: Request) -> HttpResponse:
    """Record money that came in: first from whom, then what it pays."""
    user = request.user
    check_may(user, Act.RECORD_RECEIPTS)
    number = request.GET.get("invoice", "")
    meant = queries.get_invoice(number, for_user=user) if number else None
    customer = meant.customer if meant else None
    if customer is None and request.GET.get("customer"):
        customer = get_customer(request.GET["customer"], for_user=user)
    if customer is None:
        return _ask_customer(request)
    today = timezone.localdate()
    initial: dict[str, Any] = {"received_on": today}
    if meant is not None:
        # Most often all that is left comes in at once.
        initial["amount"] = figures_of([meant])[meant.pk].open
    form = ReceiptForm(
        request.POST or None, user=user, customer=customer, meant=meant, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            receipt = operations.record_receipt(
                details=form.details(),
                shares=form.shares(),
                keep_rest=form.cleaned_data["keep_rest"],
                by=user,
                at=timezone.now(),
            )
            return leave_for(request, _page_of(receipt.number))
    return render_form(request, "collections/receipt_new.html", form, customer=customer)


def _ask_customer(request: Request) -> HttpResponse:
    form = CustomerForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["customer"].number
        return leave_for(request, f"{reverse('receipt-new')}?customer={number}")
    return render_form(request, "collections/receipt_new.html", form, customer=None)


@login_required
@require_GET
def receipt_detail(request: Request, number: str) -> HttpResponse:
    receipt = queries.get_receipt(number, for_user=request.user)
    shown = {
        "receipt": receipt,
        "left": credit_of(receipt),
        "allocations": queries.list_allocations(receipt),
        "refunds": queries.list_refunds(receipt),
        "may_record": may(request.user, Act.RECORD_RECEIPTS),
    }
    return render_page(request, "collections/receipt_detail.html", shown, regions=("head", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def receipt_allocate(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    receipt = queries.get_receipt(number, for_user=request.user)
    form = AllocateForm(request.POST or None, receipt=receipt, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "invoices"):
            operations.allocate(
                receipt=receipt, shares=form.shares(), by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/receipt_allocate.html", form, receipt=receipt)


@login_required
@require_POST
def receipt_undo(request: Request, number: str) -> HttpResponse:
    """Take back what a receipt pays: one allocation, or all."""
    receipt = queries.get_receipt(number, for_user=request.user)
    chosen = keys_of(request.POST.getlist("allocation"))
    with pressed(request):
        operations.undo_allocations(
            receipt=receipt, allocation_ids=chosen, by=request.user, at=timezone.now()
        )
    return redirect("receipt-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def receipt_refund(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    receipt = queries.get_receipt(number, for_user=request.user)
    initial = {"amount": credit_of(receipt), "paid_on": timezone.localdate()}
    form = RefundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.refund(
                receipt=receipt, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/receipt_refund.html", form, receipt=receipt)


@login_required
@require_http_methods(["GET", "POST"])
def receipt_void(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    receipt = queries.get_receipt(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.void_receipt(
                receipt=receipt, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, _page_of(number))
    return render_form(request, "collections/receipt_void.html", form, receipt=receipt)
