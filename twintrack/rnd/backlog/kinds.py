"""Requirements as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register requirements."""
    register(
        ObjectKind(
            code="requirement",
            prefix="REQ",
            model="backlog.Requirement",
            track="rd",
            icon="bulb",
            label=_("Requirement"),
            url=lambda requirement: reverse("requirement-detail", args=[requirement.number]),
            title=lambda requirement: requirement.title,
            visible=lambda requirements, user: requirements.visible_to(user),
            search_text=lambda requirement: (requirement.title, requirement.description),
            looked_after_by=lambda requirement: (requirement.owner_id, requirement.created_by_id),
        )
    )
    register_labelled(
        "requirement", Act.EDIT_REQUIREMENT, is_closed=lambda requirement: requirement.is_frozen
    )
