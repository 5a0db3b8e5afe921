"""Contracts, drafted and signed over the same operations as people."""

from datetime import UTC, date, datetime
from decimal import Decimal

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.operations import ContractDetails, Signature
from twintrack.sales.contracts.terms import Part, Terms

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SIGNED = Signature(signed_on=date(2026, 11, 24), by_us="Sun", by_them="Ms Yu")


def make_terms(amount: str = "1000", *dues: tuple[str, date], **over: object) -> Terms:
    """Give terms of 2027 in instalments of an amount on a day; one on 1 Feb if none is named."""
    whole = Decimal(amount)
    parts = [(Decimal(part), on) for part, on in dues] or [(whole, date(2027, 2, 1))]
    given: dict[str, object] = {
        "amount": whole,
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2027, 10, 31),
        "schedule": tuple(
            Part(label=f"Part {place}", due_on=on, amount=part)
            for place, (part, on) in enumerate(parts, start=1)
        ),
    } | over
    return Terms(**given)  # type: ignore[arg-type]


def make_draft(*, by: User | None = None, terms: Terms | None = None, **over: object) -> Contract:
    given: dict[str, object] = {
        "customer": over.pop("customer", None) or make_customer(),
        "title": "Six lines",
        "currency": "CNY",
        "terms": terms or make_terms(),
        "reason": "By letter",
    } | over
    by = by or make_user(Role.SALESPERSON)
    return operations.draft_by_hand(details=ContractDetails(**given), by=by, at=AT)  # type: ignore[arg-type]


def sign(contract: Contract, ordinal: int = 0, **over: object) -> ContractVersion:
    version = contract.versions.select_related("contract").get(ordinal=ordinal)
    by = make_user(Role.SALES_MANAGER)
    return operations.sign(
        **{"version": version, "signature": SIGNED, "by": by, "at": AT, **over}  # type: ignore[arg-type]
    )


def make_signed(*, by: User | None = None, terms: Terms | None = None, **over: object) -> Contract:
    contract = make_draft(by=by, terms=terms, **over)
    sign(contract)
    contract.refresh_from_db()
    return contract
