"""Begin the contract that follows another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.operations.drafting import begin
from twintrack.sales.contracts.operations.holding import hold_binding
from twintrack.sales.contracts.terms import Terms

ONE_DAY = timedelta(days=1)


class RenewedAlready(Refusal):
    """A contract is followed by one."""

    def __init__(self, contract: Contract) -> None:
        said = _("{contract} follows this contract already, drafted by {who}.")
        super().__init__(format_lazy(said, contract=contract.number, who=contract.owner))


@transaction.atomic
def renew(
    *, contract: Contract, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """
    Begin the contract that follows another one: the same terms, for as long, from the day after.

    Whoever looks after the one before looks after this one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBinding: if it was never signed, or has ended before its time.
    :raises RenewedAlready: if there is one that follows it.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    contract = hold_binding(contract)
    following = Contract.objects.filter(follows=contract).exclude(state="terminated")
    found = following.select_related("owner").first()
    if found is not None:
        raise RenewedAlready(found)
    signed = contract.versions.filter(state="signed").latest("ordinal").terms
    terms = _moved(signed, contract.ends_on + ONE_DAY)
    fresh = Contract(
        title=contract.title,
        customer=contract.customer,
        follows=contract,
        currency=contract.currency,
        our_party=contract.our_party,
        their_party=contract.their_party,
        sla_version=contract.sla_version,
        remind_days=contract.remind_days,
    )
    products = list(contract.products.all())
    owner = contract.owner if contract.owner.is_active else by
    return begin(fresh, terms, products, by=by, owner=owner, at=at, caused_by=caused_by)


def _moved(terms: Terms, starts_on: date) -> Terms:
    """Let terms hold from another day on: whole years stay years, others as many days."""
    after = terms.ends_on + ONE_DAY
    is_whole = (after.month, after.day) == (terms.starts_on.month, terms.starts_on.day)
    years, days = after.year - terms.starts_on.year, starts_on - terms.starts_on

    def move(day: date) -> date:
        return _years_later(day, years) if is_whole else day + days

    schedule = tuple(
        replace(part, instalment_id=None, due_on=None if part.due_on is None else move(part.due_on))
        for part in terms.schedule
    )
    ends_on = _years_later(starts_on, years) - ONE_DAY if is_whole else terms.ends_on + days
    return replace(terms, starts_on=starts_on, ends_on=ends_on, schedule=schedule, overlap_note="")


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The 29th of February.
        return day.replace(year=day.year + years, day=28)
