"""Meetings that a change of a requirement touches."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.impact import Section, Supposed, Touched
from twintrack.rnd.reviewing.queries import list_meetings_on


def find_meetings(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find the meetings ahead that are to talk about a requirement."""
    for item in list_meetings_on(supposed.requirement, for_user=for_user):
        if item.meeting.is_prepared:
            yield Touched(
                section=Section.WHAT,
                kind="review_meeting",
                number=item.meeting.number,
                title=item.meeting.title,
                url=reverse("meeting-detail", args=[item.meeting.number]),
                effect=_("It stands on the agenda"),
                person=item.meeting.chair,
            )
