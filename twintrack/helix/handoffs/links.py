"""What a customer said leads to a requirement."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.links import (
    LinkKind,
    register_echo,
    register_link,
    register_turns,
)


def register_links() -> None:
    """Register the handoff as the step from one track to the other."""
    register_turns(
        "handoff.made",
        "handoff.moved",
        "handoff.taken_back",
        "handoff.proposal_accepted",
        "handoff.proposals_dismissed",
    )
    # What R&D decides answers what the customer said.
    register_echo(
        source="feedback",
        target="requirement",
        kinds=(
            "requirement.reviewed",
            "requirement.decision_taken_back",
            "requirement.date_moved",
            "requirement.planned",
            "requirement.advanced",
        ),
    )
    register_link(
        LinkKind(
            source="feedback",
            target="requirement",
            label=_("handed over to R&D"),
            model="handoffs.Handoff",
            source_field="feedback_id",
            target_field="requirement_id",
            made_by=("handoff.made", "handoff.moved"),
            told_of="source",
        )
    )
