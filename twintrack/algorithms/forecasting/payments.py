"""
When invoices will be paid: each customer's own habit, shrunk to what customers like it do.

Days late are fitted by least absolute deviations (a customer who once paid after a year does not
move the rest), with effects of segment, customer and traits such as a dispute, and each
customer's own effect of a trait, all shrunk by ridge penalties (iteratively reweighted least
squares; Schlossmacher 1973). What is not paid yet counts with what it will take on average, having
taken so long (EM; Dempster, Laird and Rubin 1977). The spread is that of what the
model, blind to an invoice, missed it by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SEGMENT_PENALTY = 2.0
CUSTOMER_PENALTY = 1.0
TRAIT_PENALTY = 0.5
OWN_TRAIT_PENALTY = 3.0
ROUNDS = 25
# How often what is not paid yet is filled in and the model fitted again.
FILLS = 2
# Of how many invoices' misses the spread of all counts in that of a customer.
SPREAD_PRIOR = 6.0
LEAST_SPREAD = 0.5
FEW = 20
KEPT_WITHIN = 3


@dataclass(frozen=True, kw_only=True)
class Bill:
    """
    An invoice: days of issue, due date and payment; `traits` are shares of 1, unknown left out.

    `promised` is the day on which the customer said that it would pay.
    """

    customer: str
    segment: str
    issued: int
    due: int
    amount: float
    traits: Mapping[str, float] = field(default_factory=dict)
    paid: int | None = None
    promised: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Design:
    """Which column of the fit stands for what."""

    segments: dict[str, int]
    customers: dict[str, int]
    traits: tuple[str, ...]
    usual: Mapping[str, float]

    @property
    def width(self) -> int:
        own = len(self.customers) * (1 + len(self.traits))
        return 1 + len(self.segments) + len(self.traits) + own

    def penalties(self) -> Array:
        return np.concatenate(
            [
                [1e-9],
                np.full(len(self.segments), SEGMENT_PENALTY),
                np.full(len(self.traits), TRAIT_PENALTY),
                np.full(len(self.customers), CUSTOMER_PENALTY),
                np.full(len(self.customers) * len(self.traits), OWN_TRAIT_PENALTY),
            ]
        )

    def row(self, bill: Bill) -> Array:
        row = np.zeros(self.width)
        row[0] = 1.0
        if bill.segment in self.segments:
            row[1 + self.segments[bill.segment]] = 1.0
        values = [bill.traits.get(name, self.usual[name]) for name in self.traits]
        after = 1 + len(self.segments)
        row[after : after + len(values)] = values
        after += len(values)
        if bill.customer in self.customers:
            row[after + self.customers[bill.customer]] = 1.0
            own = after + len(self.customers) + self.customers[bill.customer] * len(values)
            row[own : own + len(values)] = values
        return row


@dataclass(frozen=True, kw_only=True)
class PaymentModel:
    """What is known of how customers pay; `paid` counts the invoices it was learned from."""

    design: _Design
    effects: Array
    misses: Array
    spreads: Mapping[tuple[str, bool], tuple[float, int]]
    spread_of: Mapping[bool, float]
    paid: int
    kept: float

    def days_late(self, bill: Bill) -> float:
        """Give the median of the days from the due date to the money; early is below nothing."""
        return float(self.design.row(bill) @ self.effects)

    def quantile(self, bill: Bill, share: float, *, on: int | None = None) -> float:
        """
        Give the days late that a share of such invoices do not exceed.

        With a day on which it is still unpaid, only of those that were unpaid as long.
        """
        middle, spread = self.days_late(bill), self.spread(bill)
        return middle + spread * float(np.quantile(self._left(bill, middle, spread, on), share))

    def chance_late(self, bill: Bill, *, on: int | None = None) -> float:
        """Give the chance that it is paid after its due date."""
        middle, spread = self.days_late(bill), self.spread(bill)
        if on is not None and on > bill.due:
            return 1.0
        left = self._left(bill, middle, spread, on)
        return float((middle + spread * left > 0.5).mean())

    def draw_days(self, bill: Bill, *, on: int, draws: int, luck: np.random.Generator) -> Array:
        """Draw days of payment for an invoice that is unpaid on a day; a promise is evidence."""
        middle, spread = self.days_late(bill), self.spread(bill)
        left = self._left(bill, middle, spread, on)
        days = bill.due + middle + spread * luck.choice(left, size=draws)
        if bill.promised is not None and bill.promised >= on:
            days = np.where(luck.random(draws) < self.kept, bill.promised, days)
        return np.maximum(np.rint(days), on)

    def spread(self, bill: Bill) -> float:
        """Give the mean size of what such invoices are missed by, in days."""
        is_marked = _is_marked(bill)
        seen, count = self.spreads.get((bill.customer, is_marked), (0.0, 0))
        usual = self.spread_of.get(is_marked, LEAST_SPREAD)
        return max((seen * count + usual * SPREAD_PRIOR) / (count + SPREAD_PRIOR), LEAST_SPREAD)

    def _left(self, bill: Bill, middle: float, spread: float, on: int | None) -> Array:
        if on is None:
            return self.misses
        least = (on - bill.due - middle) / spread
        left = self.misses[np.searchsorted(self.misses, least, side="left") :]
        # Unpaid for longer than anything seen: some spreads more.
        return left if len(left) else np.array([least, least + 1.0, least + 2.0])


def _is_marked(bill: Bill) -> bool:
    return any(value >= 0.5 for value in bill.traits.values())


def fit_payments(bills: Sequence[Bill], *, on: int) -> PaymentModel:
    """Learn from the invoices issued before a day, as far as they were paid before it."""
    known = [each for each in bills if each.issued < on]
    traits = tuple(sorted({name for each in known for name in each.traits}))
    design = _Design(
        segments={name: at for at, name in enumerate(sorted({each.segment for each in known}))},
        customers={name: at for at, name in enumerate(sorted({each.customer for each in known}))},
        traits=traits,
        usual={name: _mean([b.traits[name] for b in known if name in b.traits]) for name in traits},
    )
    is_paid = np.array([each.paid is not None and each.paid < on for each in known], dtype=bool)
    if not is_paid.any():
        return PaymentModel(
            design=design,
            effects=np.zeros(design.width),
            misses=np.zeros(1),
            spreads={},
            spread_of={},
            paid=0,
            kept=0.5,
        )
    rows = np.stack([design.row(each) for each in known])
    late = np.array([_days_late(each, on) for each in known])
    penalties = design.penalties()
    effects, missed = _fit(rows[is_paid], late[is_paid], penalties)
    for _each in range(FILLS if not is_paid.all() else 0):
        filled = _fill(late, rows @ effects, missed, is_paid)
        effects, missed = _fit(rows, filled, penalties)
    return _model(design, effects, known, missed, is_paid)


def _days_late(bill: Bill, on: int) -> float:
    until = bill.paid if bill.paid is not None and bill.paid < on else on
    return float(until - bill.due)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _fit(rows: Array, late: Array, penalties: Array) -> tuple[Array, Array]:
    """Fit by reweighting; give the effects, and what each row was missed by when left out."""
    effects = np.zeros(rows.shape[1])
    effects[0] = np.median(late)
    for _each in range(ROUNDS):
        missed = late - rows @ effects
        scale = max(float(np.median(np.abs(missed))), 0.3)
        weighted = rows * (scale / np.maximum(np.abs(missed), 0.5 * scale))[:, None]
        inverse = np.linalg.inv(weighted.T @ rows + np.diag(penalties))
        effects = inverse @ (weighted.T @ late)
    pulls = np.einsum("ij,jk,ik->i", weighted, inverse, rows)
    return effects, (late - rows @ effects) / np.maximum(1 - pulls, 0.3)


def _fill(late: Array, middle: Array, missed: Array, is_paid: npt.NDArray[np.bool_]) -> Array:
    """Give what is unpaid the days it will take on average, having taken so long."""
    filled = late.copy()
    for at in np.flatnonzero(~is_paid):
        later = missed[missed >= late[at] - middle[at]]
        filled[at] = middle[at] + later.mean() if len(later) else late[at] + LEAST_SPREAD
    return filled


def _model(
    design: _Design,
    effects: Array,
    known: Sequence[Bill],
    missed: Array,
    is_paid: npt.NDArray[np.bool_],
) -> PaymentModel:
    size = np.abs(missed)
    marked = np.array([_is_marked(each) for each in known])
    spread_of = {
        bool(mark): max(float(size[marked == mark].mean()), LEAST_SPREAD)
        for mark in np.unique(marked)
    }
    seen: dict[tuple[str, bool], list[float]] = {}
    for bill, mark, miss in zip(known, marked, size, strict=True):
        seen.setdefault((bill.customer, bool(mark)), []).append(float(miss))
    spreads = {who: (_mean(misses), len(misses)) for who, misses in seen.items()}
    kept = [
        each.paid <= each.promised + KEPT_WITHIN
        for each, is_in in zip(known, is_paid, strict=True)
        if is_in and each.promised is not None and each.paid is not None
    ]
    model = PaymentModel(
        design=design,
        effects=effects,
        misses=np.zeros(1),
        spreads=spreads,
        spread_of=spread_of,
        paid=int(is_paid.sum()),
        kept=(sum(kept) + 1) / (len(kept) + 2),
    )
    scaled = np.sort(np.array([m / model.spread(b) for b, m in zip(known, missed, strict=True)]))
    return replace(model, misses=scaled)
