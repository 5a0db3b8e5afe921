"""Visits on the pages of customers and opportunities."""

from typing import Any

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.sales.visits import queries
from twintrack.ui.paging import few_of

PAGE = "visits/visit_panel.html"
IN_PANEL = 5


def _shown(
    request: Request, wanted: queries.Wanted, *, are_there: bool = True, **about: Any
) -> dict[str, Any]:
    check_may(request.user, Act.SEE_VISITS)
    rows = queries.list_visits(for_user=request.user, wanted=wanted)
    return {
        "few": few_of(rows, IN_PANEL, are_there=are_there),
        "may_manage": may(request.user, Act.MANAGE_VISITS),
        **about,
    }


@panel(PAGE)
def customer_visits(request: Request, number: str) -> dict[str, Any]:
    """Show past and coming visits on a customer's page."""
    customer = get_customer(number, for_user=request.user)
    wanted = queries.Wanted(customer=customer)
    return _shown(
        request,
        wanted,
        are_there=has("customer", customer.pk, "visits"),
        customer=customer,
        panel_url="customer-visits",
        about=number,
    )


@panel(PAGE)
def opportunity_visits(request: Request, number: str) -> dict[str, Any]:
    """Show past and coming visits on the page of an opportunity."""
    opportunity = get_opportunity(number, for_user=request.user)
    return _shown(
        request,
        queries.Wanted(opportunity=opportunity),
        customer=opportunity.customer,
        opportunity=opportunity,
        panel_url="opportunity-visits",
        about=number,
    )
