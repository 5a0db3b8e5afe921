"""Customers as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.activity.telling import register_strands
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import register_parts, register_turns
from twintrack.sales.customers.queries import list_merged_ids

# To what the feed of a customer can be narrowed, and how many entries it begins with.
STRANDS = (
    "customer",
    "opportunity",
    "quote",
    "contract",
    "invoice",
    "receipt",
    "visit",
    "feedback",
)
FEW = 10


def register_kinds() -> None:
    """Register customers."""
    register(
        ObjectKind(
            code="customer",
            prefix="CUST",
            model="customers.Customer",
            track="sales",
            icon="building",
            label=_("Customer"),
            url=lambda customer: reverse("customer-detail", args=[customer.number]),
            title=lambda customer: customer.name,
            visible=lambda customers, user: customers.visible_to(user),
            search_text=lambda customer: (customer.name, customer.region),
            looked_after_by=lambda customer: (customer.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_strands("customer", *STRANDS, first=FEW)
    register_labelled("customer", Act.MANAGE_CUSTOMERS)
    register_parts("customer", list_merged_ids)
    register_turns("customer.added", "customer.handed_over")
