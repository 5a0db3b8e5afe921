"""Begin contracts, from an accepted quote, after another one or by hand; keep what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.files.operations import attach
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.contracts.events import ContractChanged, ContractDrafted
from twintrack.sales.contracts.models import Contract, ContractVersion
from twintrack.sales.contracts.operations.holding import (
    check_overlap,
    concerned,
    hold,
    hold_alone,
    put,
    settled,
    take,
    told_of,
)
from twintrack.sales.contracts.terms import Line, Terms
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import Quote, QuoteVersion
from twintrack.sales.sla.models import SlaPlanVersion

CHANGEABLE = (
    *("title", "owner", "our_party", "their_party", "products"),
    *("sla_version", "remind_days"),
)


class NotAccepted(Refusal):
    """The customer did not accept this version of the quote."""

    message = _("Only a version of a quote that the customer accepted becomes a contract.")


class ContractedAlready(Refusal):
    """A quote becomes one contract."""

    def __init__(self, contract: Contract) -> None:
        said = _("This quote became {contract} already, drafted by {who}.")
        super().__init__(format_lazy(said, contract=contract.number, who=contract.owner))


class ProductsElsewhere(Refusal):
    """The opportunity is another customer's."""

    message = _("This opportunity is another customer's.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ContractDetails:
    """What a contract by hand begins with."""

    customer: Customer
    title: str
    currency: str
    terms: Terms
    reason: str
    opportunity: Opportunity | None = None
    products: Iterable[Product] = ()
    our_party: str = ""
    their_party: str = ""
    sla_version: SlaPlanVersion | None = None
    remind_days: int = 60


@transaction.atomic
def draft_by_hand(
    *, details: ContractDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Contract:
    """
    Begin a contract without a quote, and say why there is none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises ProductsElsewhere: if the opportunity is another customer's.
    :raises TermsImpossible: if the terms cannot be.
    :raises TermsOverlap: if another contract covers the same at the same time.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    reason = " ".join(details.reason.split())[:300]
    if not reason:
        raise ReasonMissing
    check_currency(details.currency)
    opportunity = details.opportunity
    if opportunity is not None and opportunity.customer_id != details.customer.pk:
        raise ProductsElsewhere
    contract = Contract(
        title=details.title.strip()[:120],
        customer=details.customer,
        opportunity=opportunity,
        reason=reason,
        currency=details.currency,
        our_party=details.our_party.strip()[:160],
        their_party=details.their_party.strip()[:160] or details.customer.name,
        sla_version=details.sla_version,
        remind_days=details.remind_days,
    )
    return begin(contract, details.terms, details.products, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def draft_from_quote(
    *,
    version: QuoteVersion,
    starts_on: date,
    ends_on: date,
    overlap_note: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contract:
    """
    Begin the contract of a quote that the customer accepted: its lines, amount and currency.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotAccepted: if the customer did not accept this version.
    :raises ContractedAlready: if there is a contract from it.
    :raises TermsImpossible: if the term cannot be.
    :raises TermsOverlap: if another contract covers the same at the same time.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    # Whoever comes second waits here, and finds the contract of the first.
    Quote.objects.select_for_update(no_key=True).get(pk=version.quote_id)
    related = ("quote__customer", "quote__opportunity")
    version = QuoteVersion.objects.select_related(*related).get(pk=version.pk)
    if version.state != QuoteState.ACCEPTED:
        raise NotAccepted
    made = Contract.objects.filter(quote_version__quote=version.quote_id)
    found = made.exclude(state="terminated", signed_on=None).select_related("owner").first()
    if found is not None:
        raise ContractedAlready(found)
    terms = Terms(
        amount=version.gross,
        starts_on=starts_on,
        ends_on=ends_on,
        lines=tuple(
            Line(
                name=line.name,
                quantity=line.quantity,
                unit=line.unit,
                amount=line.net + line.tax,
                item_id=line.item_id,
            )
            for line in version.lines.all()
        ),
        overlap_note=overlap_note,
    )
    contract = Contract(
        title=version.quote.title,
        customer=version.quote.customer,
        opportunity=version.quote.opportunity,
        quote_version=version,
        currency=version.currency,
        our_party=str(version.letterhead.get("name", ""))[:160],
        their_party=version.quote.customer.name,
        commitments=[
            {
                "text": promise.text,
                "due_on": promise.due_on.isoformat(),
                "commitment": promise.commitment,
            }
            for promise in version.promises.all()
        ],
    )
    products = list(version.quote.opportunity.products.all())
    return begin(contract, terms, products, by=by, at=at, caused_by=caused_by)


def begin(
    contract: Contract,
    terms: Terms,
    products: Iterable[Product],
    *,
    by: User,
    owner: User | None = None,
    at: datetime,
    caused_by: Entry | None,
) -> Contract:
    """Keep a new contract with its first draft; whoever drafts it owns it, if nobody is named."""
    terms = settled(terms, contract.currency)
    version = ContractVersion(contract=contract, created_by=by, created_at=at)
    put(version, terms)
    take(contract, version)
    contract.owner, contract.created_at = owner or by, at
    contract.number = next_number("C")
    contract.save()
    contract.products.set(products)
    check_overlap(contract, terms)
    version.contract = contract
    version.save()
    quote = contract.quote_version
    event = ContractDrafted(
        **told_of(contract),
        title=contract.title,
        quote="" if quote is None else quote.name,
        follows="" if contract.follows is None else contract.follows.number,
        reason=contract.reason,
        currency=contract.currency,
        amount=contract.amount,
    )
    also = concerned(contract)
    if quote is not None:
        also.append(quote.quote)
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=also)
    return contract


@transaction.atomic
def change(
    *,
    contract: Contract,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Contract:
    """
    Change what is known besides the terms; `before` is what the person saw of each field.

    Parties, products and the SLA plan of a signed contract are changed by whoever may sign.

    :raises NotAllowed: if the person's roles, or a new owner's, do not allow it.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises TermsOverlap: if another contract covers one of the products at the same time.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    # Another contract may be signed on the same products at this moment.
    contract = (hold_alone if "products" in values else hold)(contract)
    values = {name: value for name, value in values.items() if name in CHANGEABLE}
    current = {name: _current(contract, name) for name in values}
    to = changes_to_make(current=current, before=_kept(before), values=_kept(values))
    if not to:
        return contract
    if contract.signed_on and set(to) - {"title", "owner", "remind_days"}:
        check_may(by, Act.SIGN_CONTRACTS)
    if "owner" in to:
        check_may(to["owner"], Act.WRITE_CONTRACTS)
    plain = [name for name in to if name != "products"]
    for name in plain:
        setattr(contract, name, to[name])
    contract.save(update_fields=[*plain, "reminded_of"])
    if "products" in to:
        contract.products.set(to["products"])
        check_overlap(contract, contract.versions.latest("ordinal").terms)
    event = ContractChanged(
        **told_of(contract),
        fields=sorted(to),
        came_from={name: _written(current[name]) for name in to},
        to={name: _written(value) for name, value in to.items()},
    )
    record(event, about=contract, by=by, at=at, caused_by=caused_by, also=concerned(contract))
    return contract


def _current(contract: Contract, name: str) -> Any:
    return set(contract.products.all()) if name == "products" else getattr(contract, name)


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: set(each) if name == "products" else each for name, each in values.items()}


def _written(value: Any) -> str:
    if isinstance(value, set):
        return ", ".join(sorted(each.code for each in value))
    return "" if value is None else str(value)


@transaction.atomic
def add_file(
    *,
    contract: Contract,
    uploaded: UploadedFile,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Attachment:
    """
    Keep a file with a contract: the signed paper, an annex.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than this installation allows.
    :raises FileEmpty: if it holds nothing.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    return attach(uploaded=uploaded, about=contract, by=by, at=at, caused_by=caused_by)
