"""What the two sides agree on: lines, amount, term, and by when what is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from twintrack.foundation.money.rounding import is_whole, round_amount, share_out
from twintrack.sales.contracts.lifecycle import Trigger

MOST_AMOUNT = Decimal(10) ** 13
MOST_YEARS = 30
MOST_DAYS = 3650
MOST_PARTS = 60
# As many as a quote has.
MOST_LINES = 500
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is bought, and what it comes to with tax."""

    name: str
    quantity: Decimal
    amount: Decimal
    unit: str = "piece"
    item_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    One instalment: a share of the contract in per cent, or an amount.

    `instalment_id` names the one that a version before had already.
    """

    label: str
    trigger: str = Trigger.DAY
    due_on: date | None = None
    days: int = 0
    share: Decimal | None = None
    amount: Decimal | None = None
    instalment_id: int | None = None

    @property
    def is_placed(self) -> bool:
        """Whether it says from when it is due."""
        if self.trigger == Trigger.DAY:
            return self.due_on is not None and is_sound_day(self.due_on)
        return self.trigger in Trigger.values and 0 <= self.days <= MOST_DAYS


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All that a version of a contract says; `overlap_note` why another one runs beside it."""

    amount: Decimal
    starts_on: date
    ends_on: date
    lines: tuple[Line, ...] = ()
    schedule: tuple[Part, ...] = ()
    overlap_note: str = ""


def is_sound_day(day: date) -> bool:
    """Say whether people may mean a day, so that others can be reckoned from it."""
    return EARLIEST <= day <= LATEST


class Unsound(ValueError):
    """Terms that cannot be: which part of them, and what a wrong sum comes to."""

    def __init__(self, part: str, found: Decimal | None = None) -> None:
        super().__init__(part)
        self.found = found


def settle(terms: Terms, currency: str) -> Terms:
    """
    Give the terms with an amount for each instalment.

    Shares are shared out so that all instalments add up to the contract exactly.

    :raises Unsound: if something in them cannot be; they may still have no instalments.
    """
    _check_whole(terms, currency)
    if any(not part.is_placed or not part.label.strip() for part in terms.schedule):
        raise Unsound("schedule")
    if len(terms.schedule) > MOST_PARTS or not _names_each_once(terms.schedule):
        raise Unsound("schedule")
    parts = _in_amounts(terms, currency)
    if any(not part.amount for part in parts):
        raise Unsound("schedule")
    found = sum((part.amount or Decimal(0) for part in parts), Decimal(0))
    if parts and found != terms.amount:
        raise Unsound("sum", found)
    return replace(terms, schedule=parts)


def _names_each_once(schedule: tuple[Part, ...]) -> bool:
    named = [part.instalment_id for part in schedule if part.instalment_id is not None]
    return len(named) == len(set(named))


def _check_whole(terms: Terms, currency: str) -> None:
    if not (is_whole(terms.amount, currency) and 0 < terms.amount < MOST_AMOUNT):
        raise Unsound("amount")
    are_days = is_sound_day(terms.starts_on) and is_sound_day(terms.ends_on)
    if not are_days or not 0 <= (terms.ends_on - terms.starts_on).days <= MOST_YEARS * 366:
        raise Unsound("term")
    if len(terms.lines) > MOST_LINES or not all(_is_sound(each, currency) for each in terms.lines):
        raise Unsound("lines")
    found = sum((line.amount for line in terms.lines), Decimal(0))
    if terms.lines and found != terms.amount:
        raise Unsound("line_sum", found)


def _is_sound(line: Line, currency: str) -> bool:
    is_counted = line.quantity.is_finite() and 0 < line.quantity < 10**9
    return bool(line.name.strip()) and is_counted and is_whole(line.amount, currency)


def _in_amounts(terms: Terms, currency: str) -> tuple[Part, ...]:
    """Turn shares into amounts; what has an amount keeps it."""
    said = [part for part in terms.schedule if part.share is None]
    shared = [part for part in terms.schedule if part.share is not None]
    if any(not _is_payable(part.amount, currency) for part in said):
        raise Unsound("schedule")
    if not all(_is_share(part.share) for part in shared):
        raise Unsound("schedule")
    amounts = iter(_shares(terms, said, shared, currency))
    return tuple(
        part if part.share is None else replace(part, amount=next(amounts))
        for part in terms.schedule
    )


def _shares(terms: Terms, said: list[Part], shared: list[Part], currency: str) -> list[Decimal]:
    if not shared:
        return []
    weights = [part.share or Decimal(0) for part in shared]
    if sum(weights) == HUNDRED and not said:
        return share_out(terms.amount, weights, currency)
    # Of the whole, beside instalments with an amount of their own: the rest has to fit.
    rest = terms.amount - sum(part.amount or Decimal(0) for part in said)
    whole = sum(weights) * terms.amount / HUNDRED
    if rest <= 0 or abs(whole - rest) >= Decimal(1):
        raise Unsound("sum", terms.amount - rest + round_amount(whole, currency))
    return share_out(rest, weights, currency)


def _is_share(share: Decimal | None) -> bool:
    return share is not None and share.is_finite() and 0 < share <= HUNDRED


def _is_payable(amount: Decimal | None, currency: str) -> bool:
    return amount is not None and is_whole(amount, currency) and amount > 0


def to_json(rows: tuple[Line, ...] | tuple[Part, ...]) -> list[dict[str, Any]]:
    """Write lines or instalments as JSON can carry them."""
    return [{name: _plain(value) for name, value in asdict(row).items()} for row in rows]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def read_lines(rows: list[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Read lines as they were written."""
    return tuple(
        Line(**{**row, "quantity": Decimal(row["quantity"]), "amount": Decimal(row["amount"])})
        for row in rows
    )


def read_schedule(rows: list[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Read instalments as they were written."""
    return tuple(Part(**{name: _read(name, value) for name, value in row.items()}) for row in rows)


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in {"share", "amount"}:
        return Decimal(value)
    return date.fromisoformat(value) if name == "due_on" else value
