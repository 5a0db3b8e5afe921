"""SLA plans as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register SLA plans."""
    register(
        ObjectKind(
            code="sla_plan",
            prefix="",
            model="sla.SlaPlan",
            track="sales",
            icon="clock",
            label=_("SLA plan"),
            url=lambda plan: reverse("sla-plan-detail", args=[plan.pk]),
            title=lambda plan: plan.name,
            visible=lambda plans, user: plans.visible_to(user),
        )
    )
