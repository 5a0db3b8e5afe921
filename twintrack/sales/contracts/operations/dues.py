"""Note that what instalments wait for happened: the delivery, a milestone, the acceptance."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.events import ContractDueReached
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.operations.holding import (
    TermsImpossible,
    concerned,
    hold_binding,
    told_of,
)
from twintrack.sales.contracts.received import NONE, standing_of
from twintrack.sales.contracts.terms import is_sound_day

CERTAIN = (Trigger.DAY, Trigger.SIGNING)


class NothingWaits(Refusal):
    """No instalment waits for that."""

    message = _("No instalment of this contract waits for that any more.")


class InvoicedAlready(Refusal):
    """The customer was asked for it, or paid."""

    def __init__(self, instalment: Instalment) -> None:
        said = _(
            "“{label}” was invoiced or paid already, so it stays due. Write a credit note for it "
            "or take the payment back first."
        )
        super().__init__(format_lazy(said, label=instalment.label))


@transaction.atomic
def reach_due(
    *,
    contract: Contract,
    trigger: str,
    on: date,
    instalment_ids: Collection[int] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contract:
    """
    Note the day on which something happened that instalments wait for; they are due from then.

    Without ids all instalments that wait for it are meant.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBinding: if the contract is a draft, or has ended.
    :raises NothingWaits: if none waits for it.
    :raises TermsImpossible: if nobody can mean that day.
    """
    if not is_sound_day(on):
        raise TermsImpossible("schedule")
    return _note(contract, trigger, on, instalment_ids, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def unreach_due(
    *,
    contract: Contract,
    trigger: str,
    instalment_ids: Collection[int] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contract:
    """
    Note that what instalments wait for did not happen after all.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotBinding: if the contract is a draft, or has ended.
    :raises NothingWaits: if it was noted for none.
    :raises InvoicedAlready: if one of them was invoiced or paid.
    """
    return _note(contract, trigger, None, instalment_ids, by=by, at=at, caused_by=caused_by)


def _note(
    contract: Contract,
    trigger: str,
    on: date | None,
    instalment_ids: Collection[int],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Contract:
    check_may(by, Act.WRITE_CONTRACTS)
    contract = hold_binding(contract)
    rows = contract.instalments.filter(trigger=trigger, reached_on__isnull=on is not None)
    if instalment_ids:
        rows = rows.filter(pk__in=instalment_ids)
    found = [] if trigger in CERTAIN else list(rows)
    if not found:
        raise NothingWaits
    if on is None:
        _check_untouched(found)
    for instalment in found:
        instalment.reached_on = on
        instalment.due_on = None if on is None else on + timedelta(days=instalment.days)
        instalment.save(update_fields=["reached_on", "due_on"])
    event = ContractDueReached(
        **told_of(contract),
        trigger=trigger,
        labels=[each.label for each in found],
        instalment_ids=[each.pk for each in found],
        on=on,
    )
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract


def _check_untouched(found: list[Instalment]) -> None:
    standing = standing_of([each.pk for each in found])
    for instalment in found:
        if standing.get(instalment.pk, NONE).least:
            raise InvoicedAlready(instalment)
