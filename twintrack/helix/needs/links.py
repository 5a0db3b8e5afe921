"""What may be bought needs what R&D builds."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.links import (
    LinkKind,
    register_echo,
    register_link,
    register_turns,
)


def register_links() -> None:
    """Register the need as a step from one track to the other."""
    register_turns("need.noted", "need.dropped")
    # What becomes of a requirement concerns the deal that needs it.
    register_echo(
        source="opportunity",
        target="requirement",
        kinds=(
            "requirement.reviewed",
            "requirement.date_moved",
            "requirement.planned",
            "requirement.scoped",
            "requirement.advanced",
        ),
    )
    register_link(
        LinkKind(
            source="opportunity",
            target="requirement",
            label=_("needs"),
            model="needs.Need",
            source_field="opportunity_id",
            target_field="requirement_id",
            made_by=("need.noted",),
            told_of="source",
        )
    )
