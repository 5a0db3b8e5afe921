"""Feedback as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


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
        )
    )
