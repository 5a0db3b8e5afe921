"""Projects and milestones as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register projects and milestones."""
    register(
        ObjectKind(
            code="project",
            prefix="P",
            model="projects.Project",
            track="hub",
            icon="folders",
            label=_("Project"),
            url=lambda project: reverse("project-detail", args=[project.number]),
            title=lambda project: project.name,
            visible=lambda projects, user: projects.visible_to(user),
            search_text=lambda project: (project.name, ""),
            looked_after_by=lambda project: (project.owner_id,),
        )
    )
    register_labelled("project", Act.MANAGE_PROJECTS)
    register(
        ObjectKind(
            code="milestone",
            prefix="M",
            model="projects.Milestone",
            track="hub",
            icon="diamond",
            label=_("Milestone"),
            url=lambda milestone: reverse("milestone-detail", args=[milestone.number]),
            title=lambda milestone: milestone.name,
            visible=lambda milestones, user: milestones.visible_to(user),
            search_text=lambda milestone: (milestone.name, ""),
            related=("project",),
            looked_after_by=lambda milestone: (milestone.project.owner_id,),
        )
    )
    register_labelled("milestone", Act.MANAGE_PROJECTS)
    register_turns(
        "project.opened",
        "milestone.added",
        "milestone.reached",
        "milestone.reopened",
        "milestone.forecast_moved",
    )
    register_link(
        LinkKind(
            source="product",
            target="project",
            label=_("is worked on in"),
            model="projects.Project",
            source_field="product_id",
            target_field="pk",
            made_by=("project.opened",),
        )
    )
    register_link(
        LinkKind(
            source="project",
            target="milestone",
            label=_("leads to"),
            model="projects.Milestone",
            source_field="project_id",
            target_field="pk",
            made_by=("milestone.added",),
        )
    )
