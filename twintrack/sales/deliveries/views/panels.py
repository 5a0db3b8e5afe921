"""Deliveries on the pages of contracts, customers and projects."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import has_hidden_products
from twintrack.sales.contracts.queries import get_contract
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.deliveries import queries

PAGE = "deliveries/delivery_panel.html"
IN_PANEL = 10


def _shown(request: Request, wanted: queries.Wanted, **about: Any) -> dict[str, Any]:
    check_may(request.user, Act.SEE_DELIVERIES)
    rows = list(queries.list_deliveries(for_user=request.user, wanted=wanted)[:IN_PANEL])
    queries.expect(rows, today=timezone.localdate())
    may_begin = may(request.user, Act.MANAGE_DELIVERIES)
    is_none = not rows and not has_hidden_products(request.user)
    return {"deliveries": rows, "is_none": is_none, "may_manage": may_begin, **about}


@panel(PAGE)
def contract_deliveries(request: Request, number: str) -> dict[str, Any]:
    """Show what delivers a contract on its page, and let it begin."""
    contract = get_contract(number, for_user=request.user)
    return _shown(
        request,
        queries.Wanted(contract=contract),
        up_url=reverse("contract-detail", args=[number]),
        up_label=contract.number,
        panel_url=reverse("contract-deliveries", args=[number]),
        new_url=f"{reverse('delivery-new')}?contract={number}",
    )


@panel(PAGE)
def customer_deliveries(request: Request, number: str) -> dict[str, Any]:
    """Show a customer's deliveries on the customer's page."""
    customer = get_customer(number, for_user=request.user)
    return _shown(
        request,
        queries.Wanted(customer=customer),
        up_url=reverse("customer-detail", args=[number]),
        up_label=customer.name,
        panel_url=reverse("customer-deliveries", args=[number]),
        new_url=f"{reverse('delivery-new')}?customer={customer.pk}",
    )


@panel(PAGE)
def project_delivery(request: Request, number: str) -> dict[str, Any]:
    """Lead from a project to the delivery that it is; nothing where it is none."""
    delivery = queries.get_delivery(number, for_user=request.user)
    return {
        "deliveries": [delivery],
        "up_url": reverse("project-detail", args=[number]),
        "up_label": number,
        "panel_url": reverse("project-delivery", args=[number]),
    }
