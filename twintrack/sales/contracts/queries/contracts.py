"""Lists of contracts, and single ones with their versions and instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.once import once
from twintrack.foundation.money.queries import Total, total_in_base
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.lifecycle import BINDING, OPEN, ContractState
from twintrack.sales.contracts.models import Contract, ContractVersion, Instalment
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes.models import QuoteVersion

RELATED = ("customer", "owner", "opportunity")
SELLERS = (Role.SALESPERSON, Role.SALES_MANAGER, Role.PRESALES, Role.CSM, Role.EXECUTIVE)
# A contract that ends no later than this needs somebody to speak with the customer.
SOON = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list of contracts is narrowed; `state` may be one, `open`, or all if empty."""

    state: str = ""
    customer: Customer | None = None
    opportunity: Opportunity | None = None
    owner: User | None = None
    currency: str = ""
    ends_by: date | None = None
    text: str = ""


EVERY = Wanted()


def list_contracts(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[Contract]:
    """List contracts, the newest first."""
    rows: QuerySet[Contract] = Contract.objects.visible_to(for_user)
    return rows.filter(_narrowed(wanted)).select_related(*RELATED).order_by("-pk")


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.state == "open":
        which &= Q(state__in=OPEN)
    elif wanted.state:
        which &= Q(state=wanted.state)
    for name in ("customer", "opportunity", "owner", "currency"):
        if getattr(wanted, name):
            which &= Q(**{name: getattr(wanted, name)})
    if wanted.ends_by:
        which &= Q(state__in=BINDING, ends_on__lte=wanted.ends_by)
    if wanted.text:
        which &= (
            Q(title__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which


def find_following(contract: Contract, *, for_user: User) -> Contract | None:
    """Find the contract that renews this one, if it was not given up."""
    rows = Contract.objects.visible_to(for_user).filter(follows=contract)
    found: Contract | None = rows.exclude(state=ContractState.TERMINATED).first()
    return found


def get_contract(number: str, *, for_user: User) -> Contract:
    """
    Find a contract by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows: QuerySet[Contract] = Contract.objects.visible_to(for_user)
    related = (*RELATED, "quote_version__quote", "follows", "sla_version__plan")
    wanted = rows.select_related(*related).filter(number=number)
    # The panels of a page ask for the same one as the page.
    found: Contract | None = once(("contract", number, for_user.pk), wanted.first)
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def get_version(number: str, ordinal: int | None = None, *, for_user: User) -> ContractVersion:
    """
    Find a version of a contract: an amendment by its ordinal, else the newest that counts.

    :raises NotThere: if there is none, or the person may not see it.
    """
    contract = get_contract(number, for_user=for_user)
    rows = contract.versions.select_related("noted_by", "created_by")
    if ordinal is None:
        found = rows.exclude(state="discarded").order_by("-ordinal").first()
    else:
        found = rows.filter(ordinal=ordinal).first()
    if found is None:
        raise NotThere
    found.contract = contract
    return found


def list_versions(contract: Contract) -> list[ContractVersion]:
    """List the versions of a contract, the newest first."""
    rows = list(contract.versions.select_related("noted_by", "created_by").order_by("-ordinal"))
    for version in rows:
        version.contract = contract
    return rows


def list_instalments(contract: Contract) -> QuerySet[Instalment]:
    """List the instalments of a signed contract in their order."""
    return contract.instalments.order_by("position", "pk")


def get_instalment(contract: Contract, pk: int) -> Instalment:
    """
    Find an instalment of a contract that the person was shown.

    :raises NotThere: if there is none.
    """
    found = contract.instalments.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_of_opportunity(opportunity: Opportunity, *, for_user: User) -> QuerySet[Contract]:
    """List the contracts of an opportunity, the newest first."""
    return list_contracts(for_user=for_user, wanted=Wanted(opportunity=opportunity))


def list_of_customer(customer: Customer, *, for_user: User) -> QuerySet[Contract]:
    """List the contracts of a customer, the newest first."""
    return list_contracts(for_user=for_user, wanted=Wanted(customer=customer))


def contract_of_version(version: QuoteVersion, *, for_user: User) -> Contract | None:
    """Give the contract that a quote became, if it did and the person may see it."""
    rows: QuerySet[Contract] = Contract.objects.visible_to(for_user)
    made = rows.filter(quote_version__quote=version.quote_id)
    return made.exclude(state=ContractState.TERMINATED, signed_on=None).first()


def sum_amounts(contracts: QuerySet[Contract], *, on: date) -> Total:
    """Add up the amounts of a list: per currency, and in the base currency at a day's rates."""
    rows = contracts.order_by().values_list("currency").annotate(sum=Sum("amount"))
    amounts: dict[str, Decimal] = dict(rows)
    return total_in_base(amounts, on=on)


def list_to_activate(*, on: date) -> QuerySet[Contract]:
    """List the signed contracts whose term has begun, for what happens by itself."""
    rows: QuerySet[Contract] = Contract.objects.filter(
        state=ContractState.SIGNED, starts_on__lte=on
    )
    return rows.order_by("pk")


def list_to_remind(*, on: date) -> QuerySet[Contract]:
    """List the contracts that end soon and whose owner was not told, for what happens by itself."""
    rows: QuerySet[Contract] = Contract.objects.filter(
        state__in=BINDING, remind_days__gt=0, ends_on__gte=on, ends_on__lte=on + timedelta(days=999)
    ).exclude(reminded_of=F("ends_on"))
    due = [
        each.pk
        for each in rows.only("pk", "ends_on", "remind_days")
        if each.ends_on - timedelta(days=each.remind_days) <= on
    ]
    found: QuerySet[Contract] = Contract.objects.filter(pk__in=due).order_by("pk")
    return found


def list_owned(user: User) -> QuerySet[Contract]:
    """List the contracts that have not ended and that a person looks after, whoever asks."""
    rows: QuerySet[Contract] = Contract.objects.filter(owner=user, state__in=OPEN)
    return rows.order_by("pk")
