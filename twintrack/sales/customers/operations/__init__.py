"""What people do with customers, their contacts and what they have installed."""

from twintrack.sales.customers.operations.consents import (
    ConsentAhead,
    ConsentImpossible,
    ConsentSaid,
    ConsentWithdrawn,
    check_ground,
    note_consent,
)
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
from twintrack.sales.customers.operations.dismissing import dismiss_pair, undo_dismissal
from twintrack.sales.customers.operations.installations import (
    InstalledAlready,
    OtherProduct,
    install,
    uninstall,
)
from twintrack.sales.customers.operations.merging import (
    MergedAlready,
    MergedOn,
    SameCustomer,
    UndoneAlready,
    follow_merge,
    merge,
    undo_merge,
)
from twintrack.sales.customers.operations.personal import erase_contact, export_contact
from twintrack.sales.customers.operations.segments import SegmentSet, set_segments

__all__ = [
    "ConsentAhead",
    "ConsentImpossible",
    "ConsentSaid",
    "ConsentWithdrawn",
    "ContactDetails",
    "CustomerDetails",
    "CustomerKnown",
    "FieldUnknown",
    "InstalledAlready",
    "MergedAlready",
    "MergedOn",
    "OtherProduct",
    "OwnerUnfit",
    "SameCustomer",
    "SegmentSet",
    "UndoneAlready",
    "ValueImpossible",
    "add_contact",
    "add_customer",
    "change_contact",
    "change_customer",
    "check_ground",
    "deactivate_contact",
    "dismiss_pair",
    "erase_contact",
    "export_contact",
    "follow_merge",
    "hand_over",
    "install",
    "merge",
    "note_consent",
    "reactivate_contact",
    "set_segments",
    "undo_dismissal",
    "undo_merge",
    "uninstall",
]
