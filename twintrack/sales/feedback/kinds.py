"""Feedback as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register feedback."""
    register(
        ObjectKind(
            code="feedback",
            prefix="FB",
            model="feedback.Feedback",
            track="sales",
            icon="message-2",
            label=_("Feedback"),
            url=lambda feedback: reverse("feedback-detail", args=[feedback.number]),
            title=lambda feedback: feedback.title,
            visible=lambda feedback, user: feedback.visible_to(user),
            search_text=lambda feedback: (feedback.title, feedback.verbatim),
            looked_after_by=lambda feedback: (feedback.owner_id, feedback.recorded_by_id),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("feedback", Act.TRIAGE_FEEDBACK)
    register_turns("feedback.recorded", "feedback.moved", "feedback.triaged", "feedback.withdrawn")
    register_link(
        LinkKind(
            source="customer",
            target="feedback",
            label=_("said"),
            model="feedback.Feedback",
            source_field="customer_id",
            target_field="pk",
            made_by=("feedback.recorded",),
        )
    )
    register_link(
        LinkKind(
            source="feedback",
            target="feedback",
            label=_("says the same"),
            model="feedback.Feedback",
            source_field="pk",
            target_field="duplicate_of_id",
            made_by=("feedback.marked_duplicate",),
            told_of="source",
        )
    )
