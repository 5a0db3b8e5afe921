"""Requirements as other pages show them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog.queries import list_planned_for

PANEL = "backlog/milestone_panel.html"


@login_required
@require_GET
def milestone_requirements(request: Request, number: str) -> HttpResponse:
    """Show what is to be done by a milestone."""
    milestone = get_milestone(number, for_user=request.user)
    shown = {
        "milestone": milestone,
        "requirements": list_planned_for(milestone, for_user=request.user),
    }
    return render(request, f"{PANEL}#panel" if request.htmx else PANEL, shown)
