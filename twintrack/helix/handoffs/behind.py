"""Who waits for a requirement, customer by customer, with what they may buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twintrack.foundation.money.queries import Total
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.queries import read_behind
from twintrack.helix.handoffs.revenue import revenue_by_customer
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.models import Feedback


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A customer who waits: what they said, and what they may buy, if anything."""

    customer: Customer
    feedback: list[Feedback]
    total: Total | None

    @property
    def amount(self) -> Decimal | None:
        return self.total.in_base if self.total else None


@dataclass(frozen=True, kw_only=True)
class WhoWaits:
    """All who wait for a requirement, those with most at stake first."""

    requirement: Requirement
    customers: list[Waiting]
    amount: Decimal
    # Currencies whose amounts could not be added, for want of a rate.
    missing: tuple[str, ...]
    # Pieces of feedback beyond those listed.
    more: int


def who_waits(requirement: Requirement, *, on: date, for_user: User) -> WhoWaits:
    """
    Group the feedback behind a requirement by customer, with open amounts at a day's rates.

    Each opportunity is counted once, however often its customer spoke.
    """
    behind = read_behind(requirement, for_user=for_user)
    said: dict[int, list[Feedback]] = {}
    for feedback in behind:
        said.setdefault(feedback.customer_id, []).append(feedback)
    totals = revenue_by_customer(said.keys(), requirement.product_id, on=on)
    customers = [
        Waiting(customer=feedback[0].customer, feedback=feedback, total=totals.get(customer_id))
        for customer_id, feedback in said.items()
    ]
    customers.sort(key=lambda each: (-(each.amount or 0), each.customer.name))
    return WhoWaits(
        requirement=requirement,
        customers=customers,
        amount=sum((total.in_base for total in totals.values()), Decimal(0)),
        missing=tuple(sorted({code for total in totals.values() for code in total.missing})),
        more=max(0, requirement.feedback_count - len(behind)),
    )
