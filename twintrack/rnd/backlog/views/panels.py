"""Requirements as other pages show them."""

from typing import Any

from twintrack.foundation.access.panels import panel
from twintrack.foundation.people.http import Request
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog.queries import get_requirement, list_planned_for, list_unfinished
from twintrack.rnd.backlog.views.page import RequirementPage


@panel("backlog/milestone_panel.html")
def milestone_requirements(request: Request, number: str) -> dict[str, Any]:
    """Show what is to be done by a milestone."""
    milestone = get_milestone(number, for_user=request.user)
    return {
        "milestone": milestone,
        "requirements": list_planned_for(milestone, for_user=request.user),
    }


@panel("backlog/milestone_unfinished.html")
def milestone_unfinished(request: Request, number: str) -> dict[str, Any]:
    """Show what is not built yet of what a milestone promises."""
    milestone = get_milestone(number, for_user=request.user)
    return {
        "milestone": milestone,
        "unfinished": list_unfinished(milestone, for_user=request.user),
    }


@panel("backlog/requirement_brief.html")
def requirement_brief(request: Request, number: str) -> dict[str, Any]:
    """Show what whoever decides on a requirement needs to know of it."""
    requirement = get_requirement(number, for_user=request.user)
    return {"requirement": requirement, "page": RequirementPage(request, requirement)}
