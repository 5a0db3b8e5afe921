"""Review meetings as a kind of object, and how they hang together with requirements."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.memory.presence import register_presence
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register meetings."""
    register(
        ObjectKind(
            code="review_meeting",
            prefix="RM",
            model="reviewing.Meeting",
            track="rd",
            icon="users-group",
            label=_("Review meeting"),
            url=lambda meeting: reverse("meeting-detail", args=[meeting.number]),
            title=lambda meeting: meeting.title,
            visible=lambda meetings, user: meetings.visible_to(user),
            search_text=lambda meeting: (meeting.title, meeting.summary),
            looked_after_by=lambda meeting: meeting.participants.values_list(
                "person_id", flat=True
            ),
        )
    )
    register_labelled("review_meeting", Act.HOLD_REVIEW_MEETINGS)
    register_presence(
        "requirement",
        "meetings",
        "SELECT 1 FROM reviewing_agendaitem WHERE requirement_id = %(pk)s",
    )
    register_turns(
        "review_meeting.called",
        "review_meeting.started",
        "review_meeting.closed",
        "review_meeting.cancelled",
    )
    register_link(
        LinkKind(
            source="requirement",
            target="review_meeting",
            label=_("talked about in"),
            model="reviewing.AgendaItem",
            source_field="requirement_id",
            target_field="meeting_id",
            made_by=("review_meeting.called", "review_meeting.agenda_changed"),
            told_of="target",
        )
    )
