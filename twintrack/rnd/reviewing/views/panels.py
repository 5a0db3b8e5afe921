"""Meetings as the page of a requirement shows them."""

from typing import Any

from twintrack.foundation.access.panels import panel
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.reviewing.queries import list_meetings_on, may_hold


@panel("reviewing/requirement_panel.html")
def requirement_meetings(request: Request, number: str) -> dict[str, Any]:
    """Show in which meetings a requirement was talked about, and what they said."""
    requirement = get_requirement(number, for_user=request.user)
    return {
        "requirement": requirement,
        "items": list_meetings_on(requirement, for_user=request.user),
        "may_hold": may_hold(request.user) and requirement.is_reviewable,
    }
