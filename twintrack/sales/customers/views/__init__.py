"""Pages of customers."""

from twintrack.sales.customers.views.consents import contact_consents
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
from twintrack.sales.customers.views.merging import (
    customer_duplicates,
    customer_merge,
    merge_undo,
    pair_dismissal,
    pair_dismissal_undo,
)
from twintrack.sales.customers.views.personal import contact_export, contact_person

__all__ = [
    "contact",
    "contact_activity",
    "contact_consents",
    "contact_export",
    "contact_person",
    "contacts",
    "customer_choices",
    "customer_detail",
    "customer_duplicates",
    "customer_edit",
    "customer_list",
    "customer_merge",
    "customer_new",
    "customer_owner",
    "customer_similar",
    "installation_removal",
    "installations",
    "merge_undo",
    "pair_dismissal",
    "pair_dismissal_undo",
]
