"""What people do with the catalogue and with prices."""

from twintrack.sales.pricing.operations.books import (
    BookDetails,
    DaysReversed,
    NameTaken,
    PriceImpossible,
    TierTwice,
    change_book,
    import_prices,
    open_book,
    set_prices,
)
from twintrack.sales.pricing.operations.catalogue import (
    CodeImpossible,
    CodeTaken,
    CostImpossible,
    FieldUnknown,
    ItemDetails,
    TaxImpossible,
    add_item,
    change_item,
    set_cost,
)

__all__ = [
    "BookDetails",
    "CodeImpossible",
    "CodeTaken",
    "CostImpossible",
    "DaysReversed",
    "FieldUnknown",
    "ItemDetails",
    "NameTaken",
    "PriceImpossible",
    "TaxImpossible",
    "TierTwice",
    "add_item",
    "change_book",
    "change_item",
    "import_prices",
    "open_book",
    "set_cost",
    "set_prices",
]
