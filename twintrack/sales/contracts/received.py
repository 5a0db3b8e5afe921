"""What came in for instalments: apps above know it, and register how to ask them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is invoiced and received for an instalment; `loose` of it without an invoice."""

    invoiced: Decimal = NOTHING
    received: Decimal = NOTHING
    loose: Decimal = NOTHING

    @property
    def least(self) -> Decimal:
        """Below this an amendment cannot take it."""
        return max(self.invoiced + self.loose, self.received)


Ask = Callable[[Collection[int]], dict[int, Standing]]
_asked: list[Ask] = []
NONE = Standing()


def register_standing(ask: Ask) -> None:
    """Say what is invoiced and received for instalments by their ids; from an app's `ready`."""
    if ask not in _asked:
        _asked.append(ask)


def standing_of(instalment_ids: Collection[int]) -> dict[int, Standing]:
    """Give what is invoiced and received; those of which nothing is known are left out."""
    found: dict[int, Standing] = {}
    for ask in _asked:
        found |= ask(instalment_ids)
    return found
