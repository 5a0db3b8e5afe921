"""What people do with contracts."""

from twintrack.sales.contracts.operations.amending import (
    NoteMissing,
    amend,
    discard_amendment,
)
from twintrack.sales.contracts.operations.drafting import (
    ContractDetails,
    ContractedAlready,
    NotAccepted,
    ProductsElsewhere,
    add_file,
    change,
    draft_by_hand,
    draft_from_quote,
)
from twintrack.sales.contracts.operations.dues import (
    InvoicedAlready,
    NothingWaits,
    reach_due,
    unreach_due,
)
from twintrack.sales.contracts.operations.ending import (
    NotPaidYet,
    activate,
    complete,
    remind,
    terminate,
)
from twintrack.sales.contracts.operations.holding import (
    NotADraft,
    NotBinding,
    SomebodyWrote,
    TermsImpossible,
    TermsOverlap,
)
from twintrack.sales.contracts.operations.renewing import RenewedAlready, renew
from twintrack.sales.contracts.operations.signing import (
    BelowReceived,
    NoInstalments,
    OpportunityLostAlready,
    PaidForBefore,
    Signature,
    SignatureImpossible,
    SignedAlready,
    sign,
)
from twintrack.sales.contracts.operations.writing import write_terms

__all__ = [
    "BelowReceived",
    "ContractDetails",
    "ContractedAlready",
    "InvoicedAlready",
    "NoInstalments",
    "NotADraft",
    "NotAccepted",
    "NotBinding",
    "NotPaidYet",
    "NoteMissing",
    "NothingWaits",
    "OpportunityLostAlready",
    "PaidForBefore",
    "ProductsElsewhere",
    "RenewedAlready",
    "Signature",
    "SignatureImpossible",
    "SignedAlready",
    "SomebodyWrote",
    "TermsImpossible",
    "TermsOverlap",
    "activate",
    "add_file",
    "amend",
    "change",
    "complete",
    "discard_amendment",
    "draft_by_hand",
    "draft_from_quote",
    "reach_due",
    "remind",
    "renew",
    "sign",
    "terminate",
    "unreach_due",
    "write_terms",
]
