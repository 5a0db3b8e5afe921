"""The page of what a change of a requirement would touch."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.forms import SupposedForm
from twintrack.rnd.backlog.impact import Move, Supposed, find_impact
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.ui.regions import render_page

LATER = timedelta(days=14)


@login_required
@require_GET
def requirement_impact(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    form = SupposedForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    move = Move(wanted.get("change") or Move.DATE)
    # Where no day is named it is supposed to be two weeks later.
    expected = requirement.expected_on or timezone.localdate()
    to = (wanted.get("to") or expected + LATER) if move == Move.DATE else None
    supposed = Supposed(requirement=requirement, move=move, to=to)
    shown = {
        "requirement": requirement,
        "form": form,
        "moves": Move.choices,
        "impact": find_impact(supposed, for_user=request.user),
        "supposed": supposed,
    }
    return render_page(
        request,
        "backlog/requirement_impact.html",
        shown,
        regions=("impact",),
        status=422 if form.errors else 200,
    )
