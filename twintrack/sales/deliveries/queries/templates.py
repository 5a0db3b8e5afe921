"""By which templates deliveries can be planned."""

from __future__ import annotations

from twintrack.foundation.access.refusals import NotThere
from twintrack.sales.deliveries.models import DeliveryTemplate


def list_templates(*, is_active: bool | None = None) -> list[DeliveryTemplate]:
    """List templates in their order, all or those that are offered."""
    rows = DeliveryTemplate.objects.all()
    return list(rows if is_active is None else rows.filter(is_active=is_active))


def get_template(pk: int) -> DeliveryTemplate:
    """
    Find a template.

    :raises NotThere: if there is none.
    """
    found: DeliveryTemplate | None = DeliveryTemplate.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
