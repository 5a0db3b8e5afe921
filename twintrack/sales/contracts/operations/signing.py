"""Note that both sides signed: a contract with its instalments, or an amendment of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.events import ContractAmended, ContractSigned
from twintrack.sales.contracts.lifecycle import ContractState, SignedHow, Trigger, VersionState
from twintrack.sales.contracts.models import Contract, ContractVersion, Instalment
from twintrack.sales.contracts.operations.holding import (
    NotADraft,
    NotBinding,
    check_overlap,
    concerned,
    hold_alone,
    put,
    settled,
    take,
    told_of,
)
from twintrack.sales.contracts.received import NONE, standing_of
from twintrack.sales.contracts.terms import Part, Terms
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.ui.templatetags.ui import day


class SignedAlready(Refusal):
    """A version is signed once."""

    def __init__(self, version: ContractVersion) -> None:
        said = _("{name} was signed on {on} already; {by} noted it.")
        super().__init__(
            format_lazy(said, name=version.name, on=day(version.signed_on), by=version.noted_by)
        )


class NoInstalments(Refusal):
    """Nobody would know when to ask for the money."""

    message = _("Say by when the customer pays: a contract is signed with its instalments.")
    status = 422


class SignatureImpossible(Refusal):
    """A signature that nobody can have given."""

    message = _("Say who signed for each side, and on which day up to today.")
    status = 422


class OpportunityLostAlready(Refusal):
    """The opportunity is noted as lost."""

    message = _("The opportunity of this contract is lost. Reopen it first.")


class BelowReceived(Refusal):
    """An amendment takes away what is paid for or invoiced."""

    status = 422

    def __init__(self, instalment: Instalment) -> None:
        said = _(
            "More was invoiced or received for “{label}” than the amendment leaves of it. Keep "
            "that much, or write a credit note first."
        )
        super().__init__(format_lazy(said, label=instalment.label))


class PaidForBefore(Refusal):
    """Books name the instalment, even where nothing is left of that."""

    status = 422

    def __init__(self, instalment: Instalment) -> None:
        said = _(
            "“{label}” was invoiced or paid before, so it stays in the schedule. Give it another "
            "name, amount and day instead."
        )
        super().__init__(format_lazy(said, label=instalment.label))


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed for each side, on which day, and how."""

    signed_on: date
    by_us: str
    by_them: str
    how: str = SignedHow.PAPER


@transaction.atomic
def sign(
    *,
    version: ContractVersion,
    signature: Signature,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ContractVersion:
    """
    Note that both sides signed a contract, or an amendment; its terms hold from now on.

    Signing a contract wins its opportunity, if that is still open.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SignedAlready: if somebody noted it before.
    :raises NotADraft: if the version was discarded, or the contract given up.
    :raises SignatureImpossible: if a side, or a day up to today, is missing.
    :raises NoInstalments: if nothing says when the customer pays.
    :raises OpportunityLostAlready: if its opportunity is lost.
    :raises TermsOverlap: if another contract covers the same at the same time.
    :raises BelowReceived: if less is left of an instalment than was invoiced or received.
    :raises PaidForBefore: if one is left out that was invoiced or paid before.
    """
    check_may(by, Act.SIGN_CONTRACTS)
    with together():
        contract = hold_alone(version.contract)
        version = contract.versions.select_related("noted_by").get(pk=version.pk)
        version.contract = contract
        if version.state == VersionState.SIGNED:
            raise SignedAlready(version)
        if not version.is_draft or contract.state in (
            ContractState.COMPLETED,
            ContractState.TERMINATED,
        ):
            raise NotADraft
        _note(version, signature, by, at)
        terms = settled(version.terms, contract.currency)
        if not terms.schedule:
            raise NoInstalments
        check_overlap(contract, terms)
        if version.ordinal:
            _amend(contract, version, terms, by=by, at=at, caused_by=caused_by)
        else:
            _sign_first(contract, version, terms, by=by, at=at, caused_by=caused_by)
    return version


def _note(version: ContractVersion, signature: Signature, by: User, at: datetime) -> None:
    sides = [" ".join(each.split())[:80] for each in (signature.by_us, signature.by_them)]
    if not all(sides) or signature.how not in SignedHow.values:
        raise SignatureImpossible
    if not date(1990, 1, 1) <= signature.signed_on <= timezone.localdate(at):
        raise SignatureImpossible
    version.state, version.signed_on = VersionState.SIGNED, signature.signed_on
    version.signed_by_us, version.signed_by_them = sides
    version.signed_how, version.noted_by, version.noted_at = signature.how, by, at


def _sign_first(
    contract: Contract,
    version: ContractVersion,
    terms: Terms,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    _win(contract, by, at, caused_by)
    begins = terms.starts_on <= timezone.localdate(at)
    contract.state = ContractState.ACTIVE if begins else ContractState.SIGNED
    contract.signed_on = version.signed_on
    _apply(contract, version, terms)
    contract.save()
    assert version.signed_on is not None
    quote = contract.quote_version
    event = ContractSigned(
        **told_of(contract),
        opportunity_id=contract.opportunity_id,
        quote_id=None if quote is None else quote.quote_id,
        signed_on=version.signed_on,
        by_us=version.signed_by_us,
        by_them=version.signed_by_them,
        how=version.signed_how,
        currency=contract.currency,
        amount=contract.amount,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        state=contract.state,
    )
    also = concerned(contract)
    if quote is not None:
        also.append(quote.quote)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=also)


def _win(contract: Contract, by: User, at: datetime, caused_by: Entry | None) -> None:
    """Let the opportunity be won, in one way only: through the pipeline."""
    if contract.opportunity_id is None:
        return
    opportunity = Opportunity.objects.select_for_update(no_key=True).get(pk=contract.opportunity_id)
    if opportunity.stage == Stage.LOST:
        raise OpportunityLostAlready
    if opportunity.is_open:
        seen = opportunity.stage
        pipeline.win(opportunity=opportunity, before=seen, by=by, at=at, caused_by=caused_by)


def _amend(
    contract: Contract,
    version: ContractVersion,
    terms: Terms,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    if not contract.is_binding:
        raise NotBinding
    before, ended_on = contract.amount, contract.ends_on
    _apply(contract, version, terms)
    contract.save(update_fields=["amount", "starts_on", "ends_on"])
    assert version.signed_on is not None
    event = ContractAmended(
        **told_of(contract),
        ordinal=version.ordinal,
        reason=version.reason,
        signed_on=version.signed_on,
        by_us=version.signed_by_us,
        by_them=version.signed_by_them,
        currency=contract.currency,
        came_from=before,
        to=contract.amount,
        ended_on=ended_on,
        ends_on=contract.ends_on,
    )
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))


def _apply(contract: Contract, version: ContractVersion, terms: Terms) -> None:
    """Bring the instalments to what a signed version says; ids are written back into it."""
    known = {each.pk: each for each in contract.instalments.select_for_update(no_key=True)}
    standing = standing_of(known)
    kept = {part.instalment_id for part in terms.schedule}
    for pk, instalment in known.items():
        if pk not in kept:
            if standing.get(pk, NONE).least:
                raise BelowReceived(instalment)
            _drop(instalment)
    parts = []
    for position, part in enumerate(terms.schedule, start=1):
        instalment = known.get(part.instalment_id or 0) or Instalment(contract=contract)
        if standing.get(instalment.pk or 0, NONE).least > (part.amount or 0):
            raise BelowReceived(instalment)
        _place(instalment, position, part, version)
        instalment.save()
        parts.append(Part(**{**vars(part), "instalment_id": instalment.pk}))
    put(version, Terms(**{**vars(terms), "schedule": tuple(parts)}))
    version.save()
    take(contract, version)


def _drop(instalment: Instalment) -> None:
    try:
        instalment.delete()
    except ProtectedError:
        raise PaidForBefore(instalment) from None


def _place(instalment: Instalment, position: int, part: Part, version: ContractVersion) -> None:
    is_same = (instalment.trigger, instalment.days) == (part.trigger, part.days)
    instalment.position, instalment.label = position, part.label.strip()[:80]
    instalment.amount = part.amount or version.amount
    instalment.trigger, instalment.days = part.trigger, part.days
    if part.trigger == Trigger.DAY:
        instalment.due_on, instalment.reached_on = part.due_on, None
    elif part.trigger == Trigger.SIGNING:
        instalment.reached_on = instalment.contract.signed_on or version.signed_on
        assert instalment.reached_on is not None
        instalment.due_on = instalment.reached_on + timedelta(days=part.days)
    elif not is_same:
        instalment.due_on = instalment.reached_on = None
