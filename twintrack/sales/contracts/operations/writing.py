"""Write the terms of a draft, or of an amendment that is not signed yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.events import ContractTermsWritten
from twintrack.sales.contracts.models import ContractVersion
from twintrack.sales.contracts.operations.holding import (
    NotADraft,
    SomebodyWrote,
    check_overlap,
    concerned,
    hold,
    put,
    settled,
    take,
    told_of,
)
from twintrack.sales.contracts.terms import Terms


@transaction.atomic
def write_terms(
    *,
    version: ContractVersion,
    revision: int,
    terms: Terms,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ContractVersion:
    """
    Write the terms of a version that is not signed; `revision` is the one that the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is signed or was discarded.
    :raises SomebodyWrote: if somebody wrote them in between.
    :raises TermsImpossible: if something in them cannot be, or does not add up.
    :raises TermsOverlap: if another contract covers the same at the same time.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    contract = hold(version.contract)
    version = contract.versions.get(pk=version.pk)
    if not version.is_draft:
        raise NotADraft
    if version.revision != revision:
        raise SomebodyWrote
    terms = settled(terms, contract.currency)
    check_overlap(contract, terms)
    before = version.amount
    put(version, terms)
    version.revision += 1
    version.save()
    if contract.is_draft:
        take(contract, version)
        contract.save(update_fields=["amount", "starts_on", "ends_on"])
    event = ContractTermsWritten(
        **told_of(contract),
        ordinal=version.ordinal,
        currency=contract.currency,
        came_from=before,
        to=version.amount,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        instalments=len(version.schedule),
    )
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return version
