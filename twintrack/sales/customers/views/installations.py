"""What a customer has installed."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.forms import InstallationForm
from twintrack.sales.customers.installed import list_installed
from twintrack.sales.customers.models import Customer
from twintrack.ui.regions import render_panel

PAGE = "customers/installations.html"
IN_PANEL = 6


@login_required
@require_http_methods(["GET", "POST"])
def installations(request: Request, number: str) -> HttpResponse:
    """Show what a customer has installed; note another product."""
    customer = queries.get_customer(number, for_user=request.user)
    form = InstallationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "version"):
            operations.install(
                customer=customer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return _done(request, customer)
    is_adding = request.method == "POST" or "add" in request.GET
    return _list(request, customer, form if is_adding else None)


@login_required
@require_POST
def installation_removal(request: Request, number: str, pk: int) -> HttpResponse:
    """Note that a customer does not use a product any more."""
    customer = queries.get_customer(number, for_user=request.user)
    found = queries.get_installation(customer, pk, for_user=request.user)
    operations.uninstall(installation=found, by=request.user, at=timezone.now())
    return _done(request, customer)


def _done(request: Request, customer: Customer) -> HttpResponse:
    if request.htmx:
        return _list(request, customer, None)
    return redirect("customer-detail", customer.number)


def _list(request: Request, customer: Customer, form: forms.Form | None) -> HttpResponse:
    installed = list_installed(customer, for_user=request.user)
    shown = {
        "customer": customer,
        "installed": installed[:IN_PANEL] if request.htmx else installed,
        "installed_count": len(installed),
        "form": form,
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
    }
    return render_panel(request, PAGE, shown, form=form)
