"""Communication plans and their templates as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


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
            related=("customer", "milestone"),
            looked_after_by=lambda plan: (plan.customer.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("communication_plan", Act.WORK_PLAN_STEP)
    register(
        ObjectKind(
            code="plan_template",
            prefix="",
            model="communication.PlanTemplate",
            track="helix",
            icon="template",
            label=_("Plan template"),
            url=lambda _template: reverse("plan-template-list"),
            title=lambda template: template.label,
            visible=lambda templates, user: templates.visible_to(user),
        )
    )
    register_turns(
        "communication_plan.started",
        "communication_plan.paused",
        "communication_plan.resumed",
        "communication_plan.step_closed",
    )
    for source in ("milestone", "customer"):
        register_link(
            LinkKind(
                source=source,
                target="communication_plan",
                label=_("starts the talk"),
                model="communication.CommunicationPlan",
                source_field=f"{source}_id",
                target_field="pk",
                made_by=("communication_plan.started",),
                within=("customer", "customer_id"),
            )
        )
