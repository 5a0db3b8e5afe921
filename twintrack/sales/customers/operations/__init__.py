"""What people do with customers, their contacts and what they have installed."""

from twintrack.sales.customers.operations.contacts import (
    ContactDetails,
    add_contact,
    change_contact,
    deactivate_contact,
    reactivate_contact,
)
from twintrack.sales.customers.operations.customers import (
    CustomerDetails,
    CustomerKnown,
    FieldUnknown,
    OwnerUnfit,
    ValueImpossible,
    add_customer,
    change_customer,
    hand_over,
)
from twintrack.sales.customers.operations.installations import (
    InstalledAlready,
    OtherProduct,
    install,
    uninstall,
)

__all__ = [
    "ContactDetails",
    "CustomerDetails",
    "CustomerKnown",
    "FieldUnknown",
    "InstalledAlready",
    "OtherProduct",
    "OwnerUnfit",
    "ValueImpossible",
    "add_contact",
    "add_customer",
    "change_contact",
    "change_customer",
    "deactivate_contact",
    "hand_over",
    "install",
    "reactivate_contact",
    "uninstall",
]
