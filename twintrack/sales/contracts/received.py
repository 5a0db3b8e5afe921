"""What came in for instalments: apps above know it, and register how to ask them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from twintrack.foundation.people.models import User

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
Whose = Callable[[Collection[int], User], set[int]]
_asked: list[Ask] = []
_whose: list[Whose] = []
NONE = Standing()


def register_standing(ask: Ask, *, seen: Whose) -> None:
    """
    Say what is invoiced and received for instalments by their ids; from an app's `ready`.

    `seen` keeps of contracts, by their ids, those of which a person may see that.
    """
    if ask not in _asked:
        _asked.append(ask)
        _whose.append(seen)


def standing_of(instalment_ids: Collection[int]) -> dict[int, Standing]:
    """Give what is invoiced and received; those of which nothing is known are left out."""
    found: dict[int, Standing] = {}
    for ask in _asked:
        found |= ask(instalment_ids)
    return found


def seen_of(contract_ids: Collection[int], *, for_user: User) -> set[int]:
    """Keep the contracts of which the person may see what was invoiced and received."""
    kept = set(contract_ids)
    for seen in _whose:
        kept &= seen(kept, for_user)
    return kept
