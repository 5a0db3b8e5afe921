"""How many open defects stop customers: work items say so."""

from __future__ import annotations

from twintrack.hub.products.models import Module, Product
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import count_blocking_defects


def count_blockers(product: Product, module: Module | None) -> int:
    """Count the open blocker defects of a product, or of one of its modules, whoever asks."""
    items = WorkItem.objects.filter(product=product)
    return count_blocking_defects(items.filter(module=module) if module else items)
