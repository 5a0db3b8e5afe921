"""What leads to a work item, and where it leads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def _register(*, ends: tuple[str, str], fields: tuple[str, str], label: Promise) -> None:
    register_link(
        LinkKind(
            source=ends[0],
            target=ends[1],
            label=label,
            model="work.WorkItem",
            source_field=fields[0],
            target_field=fields[1],
            made_by=("work_item.added", "work_item.changed"),
            told_of="target" if ends[1] == "work_item" else "source",
        )
    )


def register_links() -> None:
    """Register requirements, larger work and the release that work goes into."""
    register_turns("work_item.added", "work_item.moved", "work_item.blocked")
    _register(
        ends=("requirement", "work_item"),
        fields=("requirement_id", "pk"),
        label=_("is done by"),
    )
    _register(ends=("work_item", "work_item"), fields=("parent_id", "pk"), label=_("consists of"))
    _register(
        ends=("work_item", "iteration"),
        fields=("pk", "iteration_id"),
        label=_("is planned into"),
    )
    _register(ends=("work_item", "release"), fields=("pk", "release_id"), label=_("goes into"))
