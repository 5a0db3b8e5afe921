"""What other apps know of customers, for the list and for the head of a customer's page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from twintrack.foundation.people.models import User

Values = Callable[[Collection[int], User], dict[int, Any]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    One fact of each customer.

    `values` gives it for many customers in a fixed number of queries, as far as the person may
    know it; `shape` says how it is shown: `count`, `moment`, or `amount` (a `money.Total`).
    """

    code: str
    label: str | Promise
    shape: str
    values: Values


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A fact of one customer."""

    column: Column
    value: Any


_columns: dict[str, Column] = {}


def register_column(column: Column) -> None:
    """Show a fact in the list of customers; called from an app's `ready`."""
    _columns[column.code] = column


def all_columns() -> list[Column]:
    """List the facts in the order of their registration."""
    return list(_columns.values())


def cells_of(customer_ids: Collection[int], *, for_user: User) -> dict[int, list[Cell]]:
    """Give every fact of each of these customers."""
    cells: dict[int, list[Cell]] = {pk: [] for pk in customer_ids}
    for column in all_columns():
        values = column.values(customer_ids, for_user)
        for pk, row in cells.items():
            row.append(Cell(column=column, value=values.get(pk)))
    return cells
