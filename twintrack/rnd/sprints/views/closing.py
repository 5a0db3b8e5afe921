"""Complete an iteration: where each open work item goes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.queries import cadence_of, get_iteration, next_of
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.forms import ClosingForm
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.sprints.views.overview import pages_of
from twintrack.ui.toasts import keep_toast

PAGE = "sprints/closing.html"


@login_required
@require_http_methods(["GET", "POST"])
def iteration_closing(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    iteration = get_iteration(number, for_user=request.user)
    if iteration.state != IterationState.ACTIVE:
        keep_toast(request, StateNotReachable.message, tone="bad")
        return redirect("iteration-detail", number)
    items = queries.with_names(queries.list_items(iteration, for_user=request.user))
    left = [each for each in items if each.is_open]
    following = next_of(iteration)
    # Without open work nothing has to be decided, and still it is sent.
    typed = request.POST if request.method == "POST" else None
    form = ClosingForm(typed, items=left, following=following)
    if form.is_valid():
        with attempt(form):
            operations.close_iteration(
                iteration=iteration,
                decisions=form.decisions,
                # What this person may not see goes on where there is a way.
                others=Decision.NEXT if following else Decision.BACKLOG,
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("The iteration is completed"))
            return redirect("iteration-report", number)
    carried = queries.carried_times(left)
    shown: dict[str, Any] = {
        "iteration": iteration,
        "pages": pages_of(iteration, ""),
        "form": form,
        "rows": [(each, form.field_of(each), carried.get(each.pk, 0)) for each in left],
        "result": result_of(iteration),
        "following": following,
        "cadence": cadence_of(iteration.team),
    }
    return render(request, PAGE, shown, status=422 if form.errors else 200)
