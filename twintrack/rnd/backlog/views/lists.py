"""The requirement pool as a list."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import queries
from twintrack.rnd.backlog.lifecycle import State

PAGE = 50


@login_required
@require_GET
def requirement_list(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    waited_for = request.GET.get("waiting") == "1"
    requirements = queries.list_requirements(
        for_user=request.user, state=state, waited_for=waited_for
    )
    page = Paginator(requirements, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "state": state, "waited_for": waited_for, "states": State.choices}
    return render(request, "backlog/requirement_list.html", shown)
