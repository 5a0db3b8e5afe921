"""Baselines as the page of a requirement shows them."""

from typing import Any

from twintrack.foundation.access.panels import panel
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.baselines.queries import list_holds


@panel("baselines/requirement_panel.html")
def requirement_baselines(request: Request, number: str) -> dict[str, Any]:
    """Say which baselines hold a requirement: it can be edited, and that counts as a change."""
    requirement = get_requirement(number, for_user=request.user)
    return {
        "requirement": requirement,
        "holds": list_holds(requirement, for_user=request.user),
    }
