"""Pages of customers."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.forms import ContactForm, CustomerForm
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails
from twintrack.ui.dialogs import leave_for, render_form

CHOICES = 20


@login_required
@require_GET
def customer_list(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    shown = {
        "customers": queries.list_customers(for_user=request.user, text=text),
        "text": text,
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
    }
    return render(request, "customers/customer_list.html", shown)


@login_required
@require_GET
def customer_choices(request: Request) -> JsonResponse:
    """Find customers for a field that asks while one types."""
    text = request.GET.get("q", "").strip()
    found = queries.list_customers(for_user=request.user, text=text)[:CHOICES]
    items = [{"value": each.pk, "text": each.name, "hint": each.number} for each in found]
    return JsonResponse({"items": items})


@login_required
@require_http_methods(["GET", "POST"])
def customer_new(request: Request) -> HttpResponse:
    form = CustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = CustomerDetails(**form.cleaned_data)
        try:
            customer = operations.add_customer(details=details, by=request.user, at=timezone.now())
        except operations.CustomerKnown as refusal:
            form.add_error("name", str(refusal.message))
        else:
            return leave_for(request, reverse("customer-detail", args=[customer.number]))
    return render_form(request, "customers/customer_new.html", form)


@login_required
@require_GET
def customer_detail(request: Request, number: str) -> HttpResponse:
    customer = queries.get_customer(number, for_user=request.user)
    return _detail(request, customer, ContactForm())


@login_required
@require_POST
def customer_contacts(request: Request, number: str) -> HttpResponse:
    customer = queries.get_customer(number, for_user=request.user)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _detail(request, customer, form)
    details = ContactDetails(**form.cleaned_data)
    operations.add_contact(customer=customer, details=details, by=request.user, at=timezone.now())
    return redirect("customer-detail", number)


def _detail(request: Request, customer: Customer, form: forms.Form) -> HttpResponse:
    shown = {
        "customer": customer,
        "contacts": queries.list_contacts(customer),
        "form": form,
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/customer_detail.html", shown, status=status)
