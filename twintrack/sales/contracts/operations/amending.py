"""Begin amendments of signed contracts, or drop them again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.events import ContractAmendmentBegun, ContractAmendmentDiscarded
from twintrack.sales.contracts.lifecycle import VersionState
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.operations.holding import (
    NotADraft,
    concerned,
    hold,
    hold_binding,
    told_of,
)

COPIED = ("amount", "starts_on", "ends_on", "lines", "schedule", "overlap_note")


class NoteMissing(Refusal):
    """Nobody would know why the contract was changed."""

    message = _("Say why the contract is amended.")
    status = 422


@transaction.atomic
def amend(
    *, contract: Contract, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> ContractVersion:
    """
    Begin an amendment with the present terms; one that is not signed yet is gone on with.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NoteMissing: if no reason is given.
    :raises NotBinding: if the contract is a draft, or has ended.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise NoteMissing
    contract = hold_binding(contract)
    waiting: ContractVersion | None = contract.versions.filter(state=VersionState.DRAFT).first()
    if waiting is not None:
        return waiting
    signed = contract.versions.filter(state=VersionState.SIGNED).latest("ordinal")
    last = contract.versions.aggregate(last=Max("ordinal"))["last"]
    version: ContractVersion = contract.versions.create(
        ordinal=last + 1,
        reason=reason,
        created_by=by,
        created_at=at,
        **{name: getattr(signed, name) for name in COPIED},
    )
    event = ContractAmendmentBegun(**told_of(contract), ordinal=version.ordinal, reason=reason)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return version


@transaction.atomic
def discard_amendment(
    *, version: ContractVersion, by: User, at: datetime, caused_by: Entry | None = None
) -> ContractVersion:
    """
    Drop an amendment that is not signed after all.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is signed, was discarded, or is the contract itself.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    contract = hold(version.contract)
    version = contract.versions.get(pk=version.pk)
    if not version.is_draft or not version.ordinal:
        raise NotADraft
    version.state = VersionState.DISCARDED
    version.save(update_fields=["state"])
    event = ContractAmendmentDiscarded(**told_of(contract), ordinal=version.ordinal)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return version
