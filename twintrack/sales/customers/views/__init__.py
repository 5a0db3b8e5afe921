"""Pages of customers."""

from twintrack.sales.customers.views.contacts import contact, contact_activity, contacts
from twintrack.sales.customers.views.customers import (
    customer_choices,
    customer_detail,
    customer_edit,
    customer_list,
    customer_new,
    customer_owner,
    customer_similar,
)
from twintrack.sales.customers.views.installations import installation_removal, installations

__all__ = [
    "contact",
    "contact_activity",
    "contacts",
    "customer_choices",
    "customer_detail",
    "customer_edit",
    "customer_list",
    "customer_new",
    "customer_owner",
    "customer_similar",
    "installation_removal",
    "installations",
]
