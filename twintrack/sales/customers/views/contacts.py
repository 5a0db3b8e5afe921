"""The people at a customer, edited in place."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.forms import ContactEditForm, ContactForm
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import ContactDetails
from twintrack.ui.paging import few_of
from twintrack.ui.regions import render_panel
from twintrack.ui.toasts import keep_toast, toast

PAGE = "customers/contacts.html"
IN_PANEL, EVERYBODY = 8, 2000


@login_required
@require_http_methods(["GET", "POST"])
def contacts(request: Request, number: str) -> HttpResponse:
    """Show the people at a customer; add one."""
    customer = queries.get_customer(number, for_user=request.user)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = ContactDetails(**form.cleaned_data)
        operations.add_contact(
            customer=customer, details=details, by=request.user, at=timezone.now()
        )
        return _done(request, customer)
    # The form is opened by its button, or by what was wrong in it.
    is_adding = request.method == "POST" or "add" in request.GET
    return _list(request, customer, form=form if is_adding else None)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: Request, number: str, pk: int) -> HttpResponse:
    """Edit a person at a customer, in their place in the list."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = queries.get_customer(number, for_user=request.user)
    person = queries.get_contact(customer, pk)
    form = ContactEditForm(request.POST or None, contact=person)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {}):
            before, values = form.changes()
            operations.change_contact(
                contact=person, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _done(request, customer)
    return _list(request, customer, form=form, edited=person)


@login_required
@require_POST
def contact_activity(request: Request, number: str, pk: int) -> HttpResponse:
    """Note that a person left the customer, or is there again."""
    customer = queries.get_customer(number, for_user=request.user)
    person = queries.get_contact(customer, pk)
    if request.POST.get("active") == "1":
        operations.reactivate_contact(contact=person, by=request.user, at=timezone.now())
        said = _("%(name)s is a contact again.")
    else:
        operations.deactivate_contact(contact=person, by=request.user, at=timezone.now())
        said = _("%(name)s is no contact any more.")
    return _done(request, customer, said % {"name": person.name})


def _done(request: Request, customer: Customer, said: str = "") -> HttpResponse:
    if request.htmx:
        shown = _list(request, customer)
        return toast(shown, said) if said else shown
    if said:
        keep_toast(request, said)
    return redirect("customer-detail", customer.number)


def _list(
    request: Request,
    customer: Customer,
    *,
    form: forms.Form | None = None,
    edited: Contact | None = None,
) -> HttpResponse:
    # Among the panels of a customer's page the first ones are enough.
    is_short = request.htmx and edited is None
    few = few_of(queries.list_people(customer), IN_PANEL if is_short else EVERYBODY)
    shown = {
        "customer": customer,
        "contacts": few.items,
        "people": few,
        "form": form,
        "edited": edited,
        "may_protect": may(request.user, Act.PROTECT_PERSONS),
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
    }
    return render_panel(request, PAGE, shown, form=form)
