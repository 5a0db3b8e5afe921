"""Pages of contracts."""

from twintrack.sales.contracts.views.changing import (
    contract_amend,
    contract_complete,
    contract_discard,
    contract_edit,
    contract_file,
    contract_reach,
    contract_renew,
    contract_sign,
    contract_terminate,
    contract_terms,
    contract_unreach,
)
from twintrack.sales.contracts.views.pages import (
    complaint_contract,
    contract_detail,
    contract_from_quote,
    contract_list,
    contract_new,
    customer_contracts,
    customer_promises,
    opportunity_contracts,
    quote_contract,
)

__all__ = [
    "complaint_contract",
    "contract_amend",
    "contract_complete",
    "contract_detail",
    "contract_discard",
    "contract_edit",
    "contract_file",
    "contract_from_quote",
    "contract_list",
    "contract_new",
    "contract_reach",
    "contract_renew",
    "contract_sign",
    "contract_terminate",
    "contract_terms",
    "contract_unreach",
    "customer_contracts",
    "customer_promises",
    "opportunity_contracts",
    "quote_contract",
]
