"""The list of customers, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.columns import all_columns, cells_of
from twintrack.sales.customers.forms import (
    CustomerEditForm,
    CustomerForm,
    FilterForm,
    HandOverForm,
)
from twintrack.sales.customers.installed import list_installed
from twintrack.sales.customers.operations import CustomerDetails
from twintrack.sales.customers.overview import overview_of
from twintrack.sales.customers.views.contacts import IN_PANEL as CONTACTS
from twintrack.sales.customers.views.installations import IN_PANEL as INSTALLED
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import count_up_to, few_of, key_page, told_count
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.sorting import Head, sorting

CHOICES = 20
VIEWS = (("", _("All")), ("mine", _("Mine")))
DETAIL = "customers/customer_detail.html"
# What lies below is asked for when it is scrolled to, each part with the place of the next.
LATER = ("agreements", "dealings", "story")
REGIONS = ("head", "facts", *LATER)


@login_required
@require_GET
def customer_list(request: Request) -> HttpResponse:
    view = "mine" if request.GET.get("view") == "mine" else ""
    form = FilterForm(request.GET, user=request.user)
    text = request.GET.get("q", "").strip()
    rows = queries.list_customers(
        for_user=request.user, text=text, wanted=form.wanted(view, request.user)
    )
    table = sorting(request, _heads(), usual=("name", "pk"))
    page = key_page(rows, order=table.order, after=request.GET.get("after", ""))
    cells = cells_of([each.pk for each in page.items], for_user=request.user)
    shown = {
        "page": page,
        "rows": [(customer, cells[customer.pk]) for customer in page.items],
        **table.shown,
        "count": told_count(count_up_to(rows.order_by("name", "pk"))),
        "may_import": may(request.user, Act.IMPORT_CUSTOMERS),
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "customers/customer_list.html", shown, regions=("rows",))


def _heads() -> list[Head]:
    others = [Head(label=each.label, numeric=each.shape != "moment") for each in all_columns()]
    return [
        Head(label=_("Number"), key="number"),
        Head(label=_("Customer"), key="name", by=("name",)),
        Head(label=_("Segment"), key="segment", by=("segment",)),
        Head(label=_("Region"), key="region", by=("region",)),
        *others,
        Head(label=_("Owner"), key="owner", by=("owner__name",)),
    ]


@login_required
@require_GET
def customer_choices(request: Request) -> JsonResponse:
    """Find customers for a field that asks while one types."""
    text = request.GET.get("q", "").strip()
    found = queries.list_customers(for_user=request.user, text=text)[:CHOICES]
    items = [{"value": each.pk, "text": each.name, "hint": each.number} for each in found]
    return JsonResponse({"items": items})


@login_required
@require_GET
def customer_similar(request: Request) -> HttpResponse:
    """Show the customers whose names are like the one that is being typed."""
    name = request.GET.get("name", "")
    shown = {"similar": queries.list_similar(name, for_user=request.user)}
    return render(request, "customers/_similar.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def customer_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    form = CustomerForm(request.POST or None)
    similar = []
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        is_another = values.pop("is_another")
        similar = queries.list_similar(values["name"], for_user=request.user)
        if similar and not is_another:
            form.add_error("is_another", str(_("Customers of a similar name are known.")))
        else:
            with attempt(form, {operations.CustomerKnown: "name"}):
                customer = operations.add_customer(
                    details=CustomerDetails(**values), by=request.user, at=timezone.now()
                )
                return leave_for(request, reverse("customer-detail", args=[customer.number]))
    return render_form(request, "customers/customer_new.html", form, similar=similar)


@login_required
@require_GET
def customer_detail(request: Request, number: str) -> HttpResponse:
    customer = queries.get_customer(number, for_user=request.user)
    if customer.number != number:
        return redirect("customer-detail", customer.number)
    region = region_asked_for(request)
    shown = {
        "customer": customer,
        "today": timezone.localdate(),
        "is_whole": "whole" in request.GET,
        "may_manage": may(request.user, Act.MANAGE_CUSTOMERS),
        "may_protect": may(request.user, Act.PROTECT_PERSONS),
    }
    if region not in REGIONS:
        shown["people"] = people = few_of(queries.list_people(customer), CONTACTS)
        shown["contacts"] = people.items
    if region not in LATER:
        shown["overview"] = overview_of(customer, for_user=request.user, now=timezone.now())
    if region == "dealings" or shown["is_whole"]:
        installed = list_installed(customer, for_user=request.user)
        shown["installed"] = installed[:INSTALLED]
        shown["installed_count"] = len(installed)
    return render_page(request, DETAIL, shown, regions=REGIONS)


@login_required
@require_http_methods(["GET", "POST"])
def customer_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = queries.get_customer(number, for_user=request.user)
    form = CustomerEditForm(request.POST or None, customer=customer)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.CustomerKnown: "name"}):
            before, values = form.changes()
            operations.change_customer(
                customer=customer, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("customer-detail", args=[number]))
    return render_form(request, "customers/customer_edit.html", form, customer=customer)


@login_required
@require_http_methods(["GET", "POST"])
def customer_owner(request: Request, number: str) -> HttpResponse:
    """Hand a customer over to somebody else."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = queries.get_customer(number, for_user=request.user)
    form = HandOverForm(request.POST or None, customer=customer)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "to"):
            operations.hand_over(
                customer=customer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("customer-detail", args=[number]))
    return render_form(request, "customers/customer_owner.html", form, customer=customer)
