"""How many blocker defects are open: whoever keeps defects says so, when there is somebody."""

from __future__ import annotations

from collections.abc import Callable

from twintrack.hub.products.models import Module, Product

Count = Callable[[Product, "Module | None"], int]
_counts: list[Count] = []


def register_blockers(count: Count) -> None:
    """Say how open blocker defects of a product, or of one of its modules, are counted."""
    _counts[:] = [count]


def count_blockers(product: Product, module: Module | None) -> int | None:
    """Count the open blocker defects; nothing where nobody keeps any."""
    return _counts[0](product, module) if _counts else None
