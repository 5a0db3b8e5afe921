"""Note that a customer accepted a change request: budget, planned finish and contract follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.sales.contracts import operations as contracts
from twintrack.sales.contracts.lifecycle import Trigger
from twintrack.sales.contracts.models import ContractVersion
from twintrack.sales.contracts.terms import Line, Part, Terms
from twintrack.sales.deliveries import operations as deliveries
from twintrack.sales.delivery_costs.events import ChangeRequestAccepted
from twintrack.sales.delivery_costs.lifecycle import NEXT_CHANGE, AcceptedHow, ChangeState
from twintrack.sales.delivery_costs.models import ChangeRequest
from twintrack.sales.delivery_costs.operations.changes import hold, told_of
from twintrack.sales.delivery_costs.operations.holding import check_open, one_line
from twintrack.sales.delivery_costs.queries.changes import why_no_amendment

ONE_LINE = "lot"


class SignatureImpossible(Refusal):
    """Nobody signed, or on a day that has not come."""

    message = gettext_lazy("Say who signed for the customer, and on which day that has come.")
    status = 422


class NoAmendment(Refusal):
    """The contract cannot take the price up; the message says why."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(why)


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The record of a customer's yes."""

    on: date
    by_them: str
    how: str = AcceptedHow.PAPER


@transaction.atomic
def accept_change(
    *,
    change: ChangeRequest,
    signed: Signed,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ChangeRequest:
    """
    Note that the customer accepted a change request.

    Its cost is part of the budget from then on, the planned finish moves by its working days, and
    its price goes into an amendment of the contract that is still to be signed; where there is no
    signed contract in its currency, it waits for `amend_contract`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not offered.
    :raises DeliveryOver: if the delivery is completed or cancelled.
    :raises SignatureImpossible: if nobody signed, or the day lies ahead.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    check_may(by, Act.SEE_COSTS)
    change = hold(change)
    if ChangeState.ACCEPTED not in NEXT_CHANGE[change.state]:
        raise StateNotReachable
    check_open(change.delivery)
    who = one_line(signed.by_them, 80)
    if not who or signed.on > timezone.localdate(at) or signed.how not in AcceptedHow.values:
        raise SignatureImpossible
    came_from = change.delivery.due_on
    with together():
        if came_from and change.days:
            change.delivery = deliveries.replan(
                delivery=change.delivery,
                due_on=add_working_days(came_from, change.days),
                reason=f"{change.number} {change.title}",
                by=by,
                at=at,
                caused_by=caused_by,
            )
        if not why_no_amendment(change):
            change.amendment = _written_into(change, by=by, at=at, caused_by=caused_by)
        change.state, change.accepted_on = ChangeState.ACCEPTED, signed.on
        change.signed_by, change.signed_how = who, signed.how
        change.decided_by, change.decided_at, change.reason = by, at, ""
        change.save()
        event = ChangeRequestAccepted(
            **told_of(change),
            price=change.price,
            currency=change.currency,
            days=change.days,
            accepted_on=signed.on,
            signed_by=who,
            due_came_from=came_from,
            due_to=change.delivery.due_on,
            contract=change.amendment.contract.number if change.amendment else "",
            amendment=change.amendment.ordinal if change.amendment else None,
        )
        record(event, about=change, by=by, at=at, caused_by=caused_by, also=[change.delivery])
    return change


@transaction.atomic
def amend_contract(
    *, change: ChangeRequest, by: User, at: datetime, caused_by: Entry | None = None
) -> ContractVersion:
    """
    Write the price of an accepted change request into an amendment of the contract, once.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NoAmendment: if the contract cannot take it up, and why.
    """
    check_may(by, Act.WRITE_CONTRACTS)
    change = hold(change)
    if change.state != ChangeState.ACCEPTED:
        raise NoAmendment(_("Only what the customer accepted goes into the contract."))
    if why := why_no_amendment(change):
        raise NoAmendment(why)
    with together():
        change.amendment = _written_into(change, by=by, at=at, caused_by=caused_by)
        change.save(update_fields=["amendment"])
    return change.amendment


def _written_into(
    change: ChangeRequest, *, by: User, at: datetime, caused_by: Entry | None
) -> ContractVersion:
    """Begin an amendment, or go on with the one that waits, and add the price to it."""
    assert change.delivery.contract is not None
    named = f"{change.number} {change.title}"
    who: dict[str, Any] = {"by": by, "at": at, "caused_by": caused_by}
    version = contracts.amend(contract=change.delivery.contract, reason=named, **who)
    terms = with_change(version.terms, named, change.price_with_tax)
    return contracts.write_terms(version=version, revision=version.revision, terms=terms, **who)


def with_change(terms: Terms, named: str, price: Decimal) -> Terms:
    """
    Give terms with a change besides: its price as a line, where there are lines, and to be paid.

    What is paid already stays as it was: shares of the amount become the amounts they were.
    """
    settled = tuple(replace(part, share=None) for part in terms.schedule)
    line = Line(name=named[:200], quantity=Decimal(1), unit=ONE_LINE, amount=price)
    part = Part(label=named[:80], trigger=Trigger.ACCEPTANCE, days=0, amount=price)
    return replace(
        terms,
        amount=terms.amount + price,
        lines=(*terms.lines, line) if terms.lines else (),
        schedule=(*settled, part),
    )
