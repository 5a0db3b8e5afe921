"""Let contracts begin, come near their end, and end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.events import (
    ContractActivated,
    ContractCompleted,
    ContractEnding,
    ContractTerminated,
)
from twintrack.sales.contracts.lifecycle import OPEN, ContractState
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.operations.holding import (
    NotBinding,
    concerned,
    hold,
    hold_binding,
    told_of,
)
from twintrack.sales.contracts.received import NONE, standing_of


class NotPaidYet(Refusal):
    """Money of it is still outstanding."""

    message = _("The customer has not paid all of it. Collect the rest, or amend the contract.")


@transaction.atomic
def activate(
    *, contract: Contract, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """
    Note that the term of a signed contract began.

    :raises NotBinding: if it is not signed, or in force already.
    """
    contract = hold(contract)
    if contract.state != ContractState.SIGNED:
        raise NotBinding
    contract.state = ContractState.ACTIVE
    contract.save(update_fields=["state"])
    event = ContractActivated(**told_of(contract))
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract


@transaction.atomic
def complete(
    *, contract: Contract, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """
    Note that all that was agreed is done and paid.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBinding: if it is not signed, or has ended.
    :raises NotPaidYet: if money of it is outstanding.
    """
    check_may(by, Act.SIGN_CONTRACTS)
    contract = hold_binding(contract)
    instalments = {each.pk: each.amount for each in contract.instalments.all()}
    standing = standing_of(instalments)
    if any(standing.get(pk, NONE).received < amount for pk, amount in instalments.items()):
        raise NotPaidYet
    contract.state, contract.ended_at = ContractState.COMPLETED, at
    contract.save(update_fields=["state", "ended_at"])
    event = ContractCompleted(**told_of(contract))
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract


@transaction.atomic
def terminate(
    *, contract: Contract, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """
    End a contract before its time and say why; a draft is given up by whoever may write it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises NotBinding: if it has ended before.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    contract = hold(contract)
    if contract.state not in OPEN:
        raise NotBinding
    if contract.is_binding:
        check_may(by, Act.SIGN_CONTRACTS)
    came_from = contract.state
    contract.state, contract.ended_at = ContractState.TERMINATED, at
    contract.end_reason = reason
    contract.save(update_fields=["state", "ended_at", "end_reason"])
    event = ContractTerminated(**told_of(contract), came_from=came_from, reason=reason)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract


@transaction.atomic
def remind(
    *, contract: Contract, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """Note that a contract ends soon, once for each end; its owner is told of it."""
    contract = hold(contract)
    if not contract.is_binding or contract.reminded_of == contract.ends_on:
        return contract
    contract.reminded_of = contract.ends_on
    contract.save(update_fields=["reminded_of"])
    event = ContractEnding(**told_of(contract), ends_on=contract.ends_on)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract
