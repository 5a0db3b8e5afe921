"""What the page of an iteration shows of the work in it: the ways through it, and its burn-up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twintrack.foundation.access.panels import panel
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.sprints.burning import read_burn
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.sprints.views.charts import burn_chart
from twintrack.ui.filters import Tab


def pages_of(iteration: Iteration, here: str) -> list[Tab]:
    """Give the pages of an iteration, as far as its state makes sense of them."""
    ways = {
        "iteration-detail": _("Overview"),
        "iteration-planning": _("Planning"),
        "iteration-board": _("Board"),
        "iteration-report": _("Report"),
        "iteration-retrospective": _("Retrospective"),
    }
    if not iteration.is_open:
        del ways["iteration-planning"]
    return [
        Tab(label=label, url=reverse(name, args=[iteration.number]), is_on=name == here)
        for name, label in ways.items()
    ]


@panel("sprints/tabs.html")
def iteration_tabs(request: Request, number: str) -> dict[str, Any]:
    iteration = get_iteration(number, for_user=request.user)
    return {"iteration": iteration, "pages": pages_of(iteration, "iteration-detail")}


@panel("sprints/work.html")
def iteration_work(request: Request, number: str) -> dict[str, Any]:
    iteration = get_iteration(number, for_user=request.user)
    result = result_of(iteration)
    burn = read_burn(iteration, result, today=timezone.localdate())
    is_empty = not result.scope.items and not result.committed.items
    has_chart = iteration.started_at is not None and not is_empty
    return {
        "iteration": iteration,
        "result": result,
        "is_empty": is_empty,
        "chart": burn_chart(iteration, burn) if has_chart else None,
    }
