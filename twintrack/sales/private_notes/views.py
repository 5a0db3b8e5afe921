"""Private notes on a customer's page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.private_notes import operations, queries
from twintrack.sales.private_notes.forms import PrivateNoteForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast

SHOWN = 30


@panel("private_notes/notes.html")
def customer_notes(request: Request, number: str) -> dict[str, Any]:
    """Show on a customer's page the notes that the reader wrote, or may read."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    notes = []
    if has("customer", customer.pk, "private notes"):
        notes = list(queries.list_notes(customer, for_user=request.user)[:SHOWN])
    return {
        "customer": customer,
        "notes": notes,
        "panel_url": reverse("customer-notes", args=[customer.number]),
    }


@login_required
@require_http_methods(["GET", "POST"])
def private_note_new(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    form = PrivateNoteForm(request.POST or None, customer=customer, author=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "text"):
            operations.write(
                customer=customer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("customer-detail", args=[customer.number]))
    return render_form(request, "private_notes/note_form.html", form, customer=customer)


@login_required
@require_http_methods(["GET", "POST"])
def private_note(request: Request, number: str, pk: int) -> HttpResponse:
    customer = get_customer(number, for_user=request.user)
    note = queries.get_note(customer, pk, for_user=request.user)
    if note.author != request.user:
        raise NotAllowed
    form = PrivateNoteForm(request.POST or None, customer=customer, author=request.user, note=note)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "text"):
            before, values = form.changes()
            operations.change(
                note=note, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("customer-detail", args=[customer.number]))
    return render_form(request, "private_notes/note_form.html", form, customer=customer, note=note)


@login_required
@require_POST
def private_note_removal(request: Request, number: str, pk: int) -> HttpResponse:
    customer = get_customer(number, for_user=request.user)
    note = queries.get_note(customer, pk, for_user=request.user)
    operations.remove(note=note, by=request.user, at=timezone.now())
    keep_toast(request, _("The note was removed."))
    return redirect("customer-detail", customer.number)
