"""Opportunities as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register opportunities."""
    register(
        ObjectKind(
            code="opportunity",
            prefix="O",
            model="pipeline.Opportunity",
            track="sales",
            icon="filter",
            label=_("Opportunity"),
            url=lambda opportunity: reverse("opportunity-detail", args=[opportunity.number]),
            title=lambda opportunity: opportunity.name,
            visible=lambda opportunities, user: opportunities.visible_to(user),
            search_text=lambda opportunity: (opportunity.name, opportunity.customer.name),
        )
    )
