"""How far the payment of contracts is, as far as a reader may see: planned, due, received."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twintrack.foundation.people.models import User
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.received import NONE, NOTHING, Standing, seen_of, standing_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """An instalment with what is invoiced and received for it, if that is known to the reader."""

    instalment: Instalment
    standing: Standing
    today: date
    is_known: bool = True

    @property
    def open(self) -> Decimal:
        return self.instalment.amount - self.standing.received

    @property
    def state(self) -> str:
        """Paid, partly, overdue, due soon, planned, or waiting for what has not happened."""
        if not self.is_known:
            return "waiting" if self.instalment.due_on is None else "planned"
        if not self.open:
            return "paid"
        due_on = self.instalment.due_on
        if due_on is not None and due_on < self.today:
            return "overdue"
        if self.standing.received:
            return "partly"
        return "waiting" if due_on is None else "planned"

    @property
    def percent(self) -> int:
        return int(self.standing.received * 100 / self.instalment.amount)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How much of a contract was received."""

    amount: Decimal
    received: Decimal

    @property
    def open(self) -> Decimal:
        return self.amount - self.received

    @property
    def percent(self) -> int:
        return int(self.received * 100 / self.amount) if self.amount else 0


def lay_out(contract: Contract, *, for_user: User, today: date) -> list[Row]:
    """Lay the instalments of a contract out with where each stands."""
    instalments = list(contract.instalments.order_by("position", "pk"))
    is_known = contract.pk in seen_of([contract.pk], for_user=for_user)
    standing = standing_of([each.pk for each in instalments]) if is_known else {}
    return [
        Row(
            instalment=each,
            standing=standing.get(each.pk, NONE),
            today=today,
            is_known=is_known,
        )
        for each in instalments
    ]


def progress_in(contract: Contract, rows: Sequence[Row]) -> Progress | None:
    """Say how much of a contract was received by how its instalments stand; nothing of a draft."""
    if contract.signed_on is None or not all(each.is_known for each in rows):
        return None
    received = sum((each.standing.received for each in rows), NOTHING)
    return Progress(amount=contract.amount, received=received)


def progress_of(contracts: Sequence[Contract], *, for_user: User) -> dict[int, Progress]:
    """
    Say how much of contracts was received.

    Drafts, of which nothing can be, and those of which the person may not see it are left out.
    """
    known = seen_of([each.pk for each in contracts if each.signed_on], for_user=for_user)
    signed = {each.pk: each for each in contracts if each.pk in known}
    rows = Instalment.objects.filter(contract_id__in=signed).values_list("pk", "contract_id")
    whose = dict(rows)
    received: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for pk, standing in standing_of(whose).items():
        received[whose[pk]] += standing.received
    return {pk: Progress(amount=each.amount, received=received[pk]) for pk, each in signed.items()}
