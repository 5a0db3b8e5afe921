"""How far the payment of contracts is: planned, due, received."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.received import NONE, NOTHING, Standing, standing_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """An instalment with what is invoiced and received for it."""

    instalment: Instalment
    standing: Standing
    today: date

    @property
    def open(self) -> Decimal:
        return self.instalment.amount - self.standing.received

    @property
    def state(self) -> str:
        """Paid, partly, overdue, due soon, planned, or waiting for what has not happened."""
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


def lay_out(contract: Contract, *, today: date) -> list[Row]:
    """Lay the instalments of a contract out with where each stands."""
    instalments = list(contract.instalments.order_by("position", "pk"))
    standing = standing_of([each.pk for each in instalments])
    return [
        Row(instalment=each, standing=standing.get(each.pk, NONE), today=today)
        for each in instalments
    ]


def progress_in(contract: Contract, rows: Sequence[Row]) -> Progress | None:
    """Say how much of a contract was received by how its instalments stand; nothing of a draft."""
    if contract.signed_on is None:
        return None
    received = sum((each.standing.received for each in rows), NOTHING)
    return Progress(amount=contract.amount, received=received)


def progress_of(contracts: Sequence[Contract]) -> dict[int, Progress]:
    """Say how much of contracts was received; drafts, of which nothing can be, are left out."""
    signed = {each.pk: each for each in contracts if each.signed_on}
    rows = Instalment.objects.filter(contract_id__in=signed).values_list("pk", "contract_id")
    whose = dict(rows)
    received: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for pk, standing in standing_of(whose).items():
        received[whose[pk]] += standing.received
    return {pk: Progress(amount=each.amount, received=received[pk]) for pk, each in signed.items()}
