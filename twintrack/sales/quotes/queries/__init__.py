"""Which quotes there are, as far as a person may see them."""

from twintrack.sales.quotes.queries.approvals import (
    get_rule,
    list_asked,
    list_rules,
    list_waiting_for,
    margin_floor,
    may_decide,
    who_is_asked,
)
from twintrack.sales.quotes.queries.clocks import clock_of, register_signing
from twintrack.sales.quotes.queries.quotes import (
    EVERY,
    Wanted,
    accepted_version_of,
    get_quote,
    get_version,
    list_of_customer,
    list_of_opportunity,
    list_owned,
    list_quotes,
    list_to_expire,
    list_versions_of,
    was_sent_for,
)

__all__ = [
    "EVERY",
    "Wanted",
    "accepted_version_of",
    "clock_of",
    "get_quote",
    "get_rule",
    "get_version",
    "list_asked",
    "list_of_customer",
    "list_of_opportunity",
    "list_owned",
    "list_quotes",
    "list_rules",
    "list_to_expire",
    "list_versions_of",
    "list_waiting_for",
    "margin_floor",
    "may_decide",
    "register_signing",
    "was_sent_for",
    "who_is_asked",
]
