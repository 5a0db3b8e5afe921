"""Opportunities as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


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
            looked_after_by=lambda opportunity: (opportunity.owner_id,),
            talk_hint=_("The customer never sees this."),
        )
    )
    for code, model, label in (
        ("pipeline_stage", "PipelineStage", _("Stage")),
        ("lost_reason", "LostReason", _("Reason for losing")),
        ("competitor", "Competitor", _("Competitor")),
    ):
        register(
            ObjectKind(
                code=code,
                prefix="",
                model=f"pipeline.{model}",
                track="sales",
                icon="settings",
                label=label,
                url=lambda _row: reverse("pipeline-settings"),
                title=str,
                visible=lambda rows, user: rows.visible_to(user),
            )
        )
    register_labelled("opportunity", Act.MANAGE_OPPORTUNITIES)
    register_turns(
        "opportunity.opened",
        "opportunity.advanced",
        "opportunity.won",
        "opportunity.lost",
        "opportunity.reopened",
    )
    register_link(
        LinkKind(
            # What may be bought is the pull behind what the customer asks for.
            source="opportunity",
            target="customer",
            label=_("may buy"),
            model="pipeline.Opportunity",
            source_field="pk",
            target_field="customer_id",
            made_by=("opportunity.opened",),
            told_of="source",
        )
    )
