"""Who keeps a version's name and days: an app above that says what ships when."""

from __future__ import annotations

from collections.abc import Callable

from twintrack.hub.products.models import Version

# Gives the number of what keeps a version, or nothing.
Keeper = Callable[[Version], str]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Keep the names and days of versions; called from an app's `ready`."""
    _keepers[:] = [keeper]


def keeper_of(version: Version) -> str:
    """Give the number of what keeps a version, or nothing where it is changed by itself."""
    return _keepers[0](version) if _keepers else ""
