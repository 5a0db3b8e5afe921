"""Work items as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.hub.products.queries import has_hidden_products


def register_kinds() -> None:
    """Register work items."""
    register(
        ObjectKind(
            code="work_item",
            prefix="W",
            model="work.WorkItem",
            track="rd",
            icon="checkbox",
            label=_("Work item"),
            url=lambda item: reverse("work-item-detail", args=[item.number]),
            title=lambda item: item.title,
            visible=lambda items, user: items.visible_to(user),
            search_text=lambda item: (item.title, item.description),
            hides=has_hidden_products,
            looked_after_by=lambda item: filter(None, (item.assignee_id, item.created_by_id)),
        )
    )
    register_labelled("work_item", Act.WORK_ON_ITEMS)
