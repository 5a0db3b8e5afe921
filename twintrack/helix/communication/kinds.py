"""Communication plans and their templates as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register plans and templates."""
    register(
        ObjectKind(
            code="communication_plan",
            prefix="CP",
            model="communication.CommunicationPlan",
            track="helix",
            icon="speakerphone",
            label=_("Communication plan"),
            url=lambda plan: reverse("plan-detail", args=[plan.number]),
            title=lambda plan: f"{plan.customer} · {plan.milestone.name}",
            visible=lambda plans, user: plans.visible_to(user),
        )
    )
    register(
        ObjectKind(
            code="plan_template",
            prefix="",
            model="communication.PlanTemplate",
            track="helix",
            icon="template",
            label=_("Plan template"),
            url=lambda _template: reverse("plan-template-list"),
            title=lambda template: template.get_milestone_kind_display(),
            visible=lambda templates, user: templates.visible_to(user),
        )
    )
