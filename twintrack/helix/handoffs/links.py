"""What a customer said leads to a requirement."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_links() -> None:
    """Register the handoff as the step from one track to the other."""
    register_turns(
        "handoff.made",
        "handoff.moved",
        "handoff.taken_back",
        "handoff.proposal_accepted",
        "handoff.proposals_dismissed",
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
