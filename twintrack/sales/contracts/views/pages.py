"""The list of contracts, new ones, the page of one, and panels on other pages."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints.queries import get_complaint
from twintrack.sales.contracts import operations, queries
from twintrack.sales.contracts.forms import ContractForm, FilterForm, TermForm
from twintrack.sales.contracts.operations import TermsImpossible, TermsOverlap
from twintrack.sales.contracts.overview import list_promises
from twintrack.sales.contracts.standing import lay_out, progress_in, progress_of
from twintrack.sales.customers.overview import Glance
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.quotes.queries import accepted_version_of, get_quote
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import few_of, key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

LIST = "contracts/contract_list.html"
DETAIL = "contracts/contract_detail.html"
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Contract"), key="title", by=("title",)),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Amount"), key="amount", by=("currency", "amount"), numeric=True),
    Head(label=gettext_lazy("Collected")),
    Head(label=gettext_lazy("Ends on"), key="until", by=("ends_on",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
)
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("draft", gettext_lazy("Drafts")),
    ("ending", gettext_lazy("Ending soon")),
    ("all", gettext_lazy("All")),
)
IN_PANEL = 20
OF_CUSTOMER = 4
BESIDE: Beside = {
    TermsImpossible: None,
    TermsOverlap: "overlap_note",
    operations.ContractedAlready: None,
    operations.NotAccepted: None,
}


@login_required
@require_GET
def contract_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_CONTRACTS)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=request.user)
    today = timezone.localdate()
    wanted = form.wanted(view, request.user, today=today)
    rows = queries.list_contracts(for_user=request.user, wanted=wanted)
    table = sorting(request, HEADS, usual=("-pk",))
    page = key_page(rows, order=table.order, after=request.GET.get("after", ""))
    shown = {
        "page": page,
        **table.shown,
        "progress": progress_of(page.items, for_user=request.user),
        "total": queries.sum_amounts(rows, on=today),
        "today": today,
        "may_write": may(request.user, Act.WRITE_CONTRACTS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows", "sums"))


@login_required
@require_http_methods(["GET", "POST"])
def contract_new(request: Request) -> HttpResponse:
    user = request.user
    check_may(user, Act.WRITE_CONTRACTS)
    number = request.GET.get("opportunity", "")
    opportunity = get_opportunity(number, for_user=user) if number else None
    initial: dict[str, Any] = {"customer": request.GET.get("customer", "")}
    if opportunity is not None:
        initial = {
            "customer": opportunity.customer_id,
            "title": opportunity.name,
            "amount": opportunity.amount,
            "currency": opportunity.currency,
            "products": list(opportunity.products.all()),
        }
    form = ContractForm(request.POST or None, user=user, opportunity=opportunity, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {**BESIDE, operations.ProductsElsewhere: "customer"}):
            contract = operations.draft_by_hand(details=form.details(), by=user, at=timezone.now())
            return leave_for(request, reverse("contract-terms", args=[contract.number, 0]))
    return render_form(request, "contracts/contract_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def contract_from_quote(request: Request, number: str) -> HttpResponse:
    """Draft the contract of a quote that the customer accepted."""
    user = request.user
    check_may(user, Act.WRITE_CONTRACTS)
    quote = get_quote(number, for_user=user)
    version = accepted_version_of(quote)
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": _a_year_after(today)}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            if version is None:
                raise operations.NotAccepted
            contract = operations.draft_from_quote(
                version=version, **form.cleaned_data, by=user, at=timezone.now()
            )
            return leave_for(request, reverse("contract-terms", args=[contract.number, 0]))
    shown = {"quote": quote, "version": version}
    return render_form(request, "contracts/contract_from_quote.html", form, **shown)


def _a_year_after(day: date) -> date:
    return day + timedelta(days=365 - 1)


@login_required
@require_GET
def contract_detail(request: Request, number: str) -> HttpResponse:
    user = request.user
    contract = queries.get_contract(number, for_user=user)
    versions = queries.list_versions(contract)
    today = timezone.localdate()
    draft = next((each for each in versions if each.is_draft), None)
    rows = lay_out(contract, for_user=user, today=today)
    signed = [each for each in versions if each.signed_on]
    shown = {
        "contract": contract,
        "versions": versions,
        "draft": draft,
        "present": signed[0] if signed else draft or versions[-1],
        "rows": rows,
        "products": contract.products.order_by("name"),
        "following": queries.find_following(contract, for_user=user),
        "progress": progress_in(contract, rows),
        "today": today,
        "may_write": may(user, Act.WRITE_CONTRACTS),
        "may_sign": may(user, Act.SIGN_CONTRACTS),
    }
    return render_page(request, DETAIL, shown, regions=("acts", "head", "terms", "facts"))


@panel("contracts/contract_panel.html")
def customer_contracts(request: Request, number: str) -> dict[str, Any]:
    """Show a customer's contracts on the customer's page."""
    check_may(request.user, Act.SEE_CONTRACTS)
    customer = get_customer(number, for_user=request.user)
    rows = queries.list_of_customer(customer, for_user=request.user)
    few = few_of(rows, OF_CUSTOMER, are_there=has("customer", customer.pk, "contracts"))
    return {
        "few": few,
        "number": number,
        "up_url": reverse("customer-detail", args=[number]),
        "up_label": customer.name,
        "panel_url": reverse("customer-contracts", args=[number]),
        "new_url": f"{reverse('contract-new')}?customer={customer.pk}",
        **_in_panel(request, few.items),
    }


@panel("contracts/promise_panel.html")
def customer_promises(request: Request, number: str) -> dict[str, Any]:
    """Show on a customer's page which days were promised, by contracts and quotes."""
    check_may(request.user, Act.SEE_CONTRACTS)
    customer = get_customer(number, for_user=request.user)
    glance = Glance(customer=customer, user=request.user, now=timezone.now())
    promises = list_promises(glance)
    ahead = [each for each in promises if each.due_on >= glance.today]
    return {
        "customer": customer,
        "promises": ahead[:IN_PANEL],
        "past": len(promises) - len(ahead),
    }


@panel("contracts/contract_panel.html")
def opportunity_contracts(request: Request, number: str) -> dict[str, Any]:
    """Show the contracts of an opportunity on its page."""
    check_may(request.user, Act.SEE_CONTRACTS)
    opportunity = get_opportunity(number, for_user=request.user)
    rows = queries.list_of_opportunity(opportunity, for_user=request.user)[:IN_PANEL]
    return {
        "up_url": reverse("opportunity-detail", args=[number]),
        "up_label": opportunity.number,
        "panel_url": reverse("opportunity-contracts", args=[number]),
        "new_url": f"{reverse('contract-new')}?opportunity={number}",
        **_in_panel(request, list(rows)),
    }


@panel("contracts/quote_panel.html")
def quote_contract(request: Request, number: str) -> dict[str, Any]:
    """Show on the page of an accepted quote which contract it became, or let it become one."""
    check_may(request.user, Act.SEE_CONTRACTS)
    quote = get_quote(number, for_user=request.user)
    version = accepted_version_of(quote)
    found = version and queries.contract_of_version(version, for_user=request.user)
    return {
        "quote": quote,
        "version": version,
        "contract": found,
        "may_write": may(request.user, Act.WRITE_CONTRACTS),
    }


@panel("contracts/complaint_contract.html")
def complaint_contract(request: Request, number: str) -> dict[str, Any]:
    """Name beside the clocks of a complaint the contract that binds to their plan, if one does."""
    check_may(request.user, Act.SEE_CONTRACTS)
    complaint = get_complaint(number, for_user=request.user)
    said = complaint.feedback
    found = queries.binding_contract(said.customer, said.product, complaint.started_at)
    # Clocks keep the plan that they began with, whatever was signed or ended since.
    is_same = found is not None and found.sla_version_id == complaint.version_id
    return {"number": number, "contract": found if is_same else None}


def _in_panel(request: Request, rows: list[Any]) -> dict[str, Any]:
    return {
        "contracts": rows,
        "progress": progress_of(rows, for_user=request.user),
        "may_write": may(request.user, Act.WRITE_CONTRACTS),
    }
