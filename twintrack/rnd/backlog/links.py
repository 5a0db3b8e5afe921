"""What leads to a requirement, and where it leads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def _register(
    *, ends: tuple[str, str], fields: tuple[str, str], label: Promise, event: str, told_of: str
) -> None:
    register_link(
        LinkKind(
            source=ends[0],
            target=ends[1],
            label=label,
            model="backlog.Requirement",
            source_field=fields[0],
            target_field=fields[1],
            made_by=(event,),
            told_of=told_of,
        )
    )


def register_links() -> None:
    """Register products, milestones and the requirements that one was made of."""
    register_turns(
        "requirement.proposed",
        "requirement.reviewed",
        "requirement.decision_taken_back",
        "requirement.advanced",
        "requirement.date_moved",
        "requirement.merged",
        "requirement.unmerged",
        "requirement.split",
    )
    _register(
        ends=("product", "requirement"),
        fields=("product_id", "pk"),
        label=_("needs"),
        event="requirement.proposed",
        told_of="target",
    )
    _register(
        ends=("requirement", "milestone"),
        fields=("pk", "milestone_id"),
        label=_("planned for"),
        event="requirement.planned",
        told_of="source",
    )
    _register(
        ends=("requirement", "release"),
        fields=("pk", "release_id"),
        label=_("ships with"),
        event="requirement.scoped",
        told_of="source",
    )
    _register(
        ends=("requirement", "requirement"),
        fields=("pk", "merged_into_id"),
        label=_("merged into"),
        event="requirement.merged",
        told_of="source",
    )
    _register(
        ends=("requirement", "requirement"),
        fields=("split_from_id", "pk"),
        label=_("split into"),
        event="requirement.split",
        told_of="source",
    )
