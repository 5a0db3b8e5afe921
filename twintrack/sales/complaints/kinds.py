"""Reply templates as a kind of object, and how complaints lead to what R&D does about them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register reply templates."""
    register(
        ObjectKind(
            code="reply_template",
            prefix="",
            model="complaints.ReplyTemplate",
            track="sales",
            icon="template",
            label=_("Reply template"),
            url=lambda _template: reverse("reply-template-list"),
            title=lambda template: template.name,
            visible=lambda templates, user: templates.visible_to(user),
        )
    )


def register_links() -> None:
    """Lead from a complaint to the requirement or the defect that it came from."""
    register_turns(
        "complaint.answered",
        "complaint.breached",
        "complaint.resolved",
        "complaint.confirmed",
        "complaint.reopened",
    )
    for kind in ("requirement", "work_item"):
        register_link(
            LinkKind(
                source="feedback",
                target=kind,
                label=_("came from"),
                model="complaints.Complaint",
                source_field="feedback_id",
                target_field=f"cause_{kind}_id",
                made_by=("complaint.resolved",),
                told_of="source",
            )
        )
