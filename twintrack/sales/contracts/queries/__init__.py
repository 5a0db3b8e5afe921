"""Which contracts there are, as far as a person may see them."""

from twintrack.sales.contracts.queries.agreed import agreed_version, binding_contract
from twintrack.sales.contracts.queries.contracts import (
    EVERY,
    SELLERS,
    Wanted,
    contract_of_version,
    find_following,
    get_contract,
    get_instalment,
    get_version,
    list_contracts,
    list_instalments,
    list_of_customer,
    list_of_opportunity,
    list_owned,
    list_to_activate,
    list_to_remind,
    list_versions,
    sum_amounts,
)

__all__ = [
    "EVERY",
    "SELLERS",
    "Wanted",
    "agreed_version",
    "binding_contract",
    "contract_of_version",
    "find_following",
    "get_contract",
    "get_instalment",
    "get_version",
    "list_contracts",
    "list_instalments",
    "list_of_customer",
    "list_of_opportunity",
    "list_owned",
    "list_to_activate",
    "list_to_remind",
    "list_versions",
    "sum_amounts",
]
