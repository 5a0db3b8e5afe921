"""Hold a contract while it changes, make sure of its terms, and say in each entry which it was."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.money.formatting import exact
from twintrack.sales.contracts.lifecycle import OPEN, ContractState
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.terms import Terms, Unsound, settle, to_json
from twintrack.sales.customers.models import Customer
from twintrack.ui.templatetags.ui import day

NOTHING = Decimal(0)
WRONG = {
    "amount": _(
        "The amount lies above nothing, and has no part below the currency's smallest unit."
    ),
    "term": _("The term ends on or after the day on which it begins, within thirty years."),
    "lines": _("Each line has a name, a quantity above nothing and an amount."),
    "schedule": _("Each instalment has a name, an amount above nothing, and a day or an event."),
}
# What sums say: what they are of, and whether they come to less or to more than the contract.
SUMS = {
    ("line_sum", False): _("The lines come to {found}; {gap} of {amount} is missing."),
    ("line_sum", True): _("The lines come to {found}; that is {gap} more than {amount}."),
    ("sum", False): _("The instalments come to {found}; {gap} of {amount} is missing."),
    ("sum", True): _("The instalments come to {found}; that is {gap} more than {amount}."),
}


class TermsImpossible(Refusal):
    """Terms that cannot be."""

    status = 422

    def __init__(
        self, part: str, *, found: Decimal = NOTHING, amount: Decimal = NOTHING, currency: str = ""
    ) -> None:
        self.part = part
        if part in WRONG:
            super().__init__(WRONG[part])
            return
        said = SUMS[part, found > amount]
        sums = {"found": found, "gap": abs(amount - found), "amount": amount}
        told = {name: exact(each, currency) for name, each in sums.items()}
        super().__init__(format_lazy(said, **told))


class TermsOverlap(Refusal):
    """Another contract with the customer is about the same at the same time."""

    status = 422

    def __init__(self, other: Contract) -> None:
        said = _(
            "{other} with this customer covers the same until {until}. Amend that one, choose "
            "another term, or say why both hold."
        )
        super().__init__(format_lazy(said, other=other, until=day(other.ends_on)))


class NotADraft(Refusal):
    """What was signed stays as it is."""

    message = _("What is signed stays as it is. Make an amendment.")


class NotBinding(Refusal):
    """It is not signed yet, or has ended."""

    message = _("This contract is not signed, or has ended.")


class SomebodyWrote(Refusal):
    """Somebody else wrote the same terms in between."""

    message = _("Somebody changed these terms in the meantime. Look at them before you go on.")


class Told(TypedDict):
    """What every entry on a contract says."""

    contract_id: int
    number: str
    customer_id: int


def hold(contract: Contract) -> Contract:
    """Read a contract anew while nobody else can change it."""
    Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    related = ("customer", "opportunity", "owner", "quote_version__quote")
    found: Contract = Contract.objects.select_related(*related).get(pk=contract.pk)
    return found


def hold_alone(contract: Contract) -> Contract:
    """
    Read a contract anew while nobody else can change it, nor sign another with its customer.

    Whoever merges customers holds these before what is theirs, so the customer comes first here.
    """
    seen = None
    rows = Contract.objects.filter(pk=contract.pk)
    while (customer_id := rows.values_list("customer_id", flat=True).get()) != seen:
        Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
        seen = customer_id
    return hold(contract)


def hold_binding(contract: Contract) -> Contract:
    """
    Read a signed contract anew while nobody else can change it.

    :raises NotBinding: if it is a draft, or has ended.
    """
    contract = hold(contract)
    if not contract.is_binding:
        raise NotBinding
    return contract


def told_of(contract: Contract) -> Told:
    """Give what every entry on a contract says."""
    return Told(contract_id=contract.pk, number=contract.number, customer_id=contract.customer_id)


def concerned(contract: Contract) -> list[Model]:
    """List what an entry on a contract concerns besides it."""
    found: list[Model] = [contract.customer]
    if contract.opportunity is not None:
        found.append(contract.opportunity)
    return found


def settled(terms: Terms, currency: str) -> Terms:
    """
    Give the terms with an amount for each instalment.

    :raises TermsImpossible: if something in them cannot be.
    """
    try:
        return settle(terms, currency)
    except Unsound as unsound:
        found = unsound.found or NOTHING
        raise TermsImpossible(
            str(unsound), found=found, amount=terms.amount, currency=currency
        ) from None


def check_overlap(contract: Contract, terms: Terms) -> None:
    """
    Make sure that no other signed contract with the customer covers the same in the term.

    Contracts that are about no certain product do not cover one another.

    :raises TermsOverlap: if one does and nobody said why both hold.
    """
    if terms.overlap_note.strip():
        return
    others = Contract.objects.filter(
        customer_id=contract.customer_id,
        state__in=set(OPEN) - {ContractState.DRAFT},
        starts_on__lte=terms.ends_on,
        ends_on__gte=terms.starts_on,
        products__in=contract.products.values("pk"),
    )
    other = others.exclude(pk=contract.pk).order_by("pk").first()
    if other is not None:
        raise TermsOverlap(other)


def put(version: ContractVersion, terms: Terms) -> None:
    """Write terms into a version; it is not saved yet."""
    version.amount, version.overlap_note = terms.amount, terms.overlap_note.strip()[:300]
    version.starts_on, version.ends_on = terms.starts_on, terms.ends_on
    version.lines, version.schedule = to_json(terms.lines), to_json(terms.schedule)


def take(contract: Contract, version: ContractVersion) -> None:
    """Let the terms of a version be the present ones of its contract; it is not saved yet."""
    contract.amount = version.amount
    contract.starts_on, contract.ends_on = version.starts_on, version.ends_on
