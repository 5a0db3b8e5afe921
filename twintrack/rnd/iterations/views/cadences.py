"""In which cadence a team works, and its next iteration with one click."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.queries import get_team
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations import operations, queries
from twintrack.rnd.iterations.forms import CadenceForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast


@login_required
@require_http_methods(["GET", "POST"])
def cadence_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.PLAN_ITERATIONS)
    team = get_team(pk, for_user=request.user)
    known = queries.cadence_of(team)
    seen = {"weeks": known.weeks, "pattern": known.pattern} if known else {}
    usual = {"weeks": 2, "pattern": _("Iteration {n}")}
    form = CadenceForm(request.POST or None, initial=usual | seen)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.PatternAlike: "pattern"}):
            operations.set_cadence(
                team=team, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("iteration-list"))
    return render_form(request, "iterations/cadence.html", form, team=team)


@login_required
@require_POST
def iteration_next(request: Request, pk: int) -> HttpResponse:
    """Plan the next iteration of a team by its cadence."""
    team = get_team(pk, for_user=request.user)
    try:
        planned = operations.plan_next(team=team, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
        return leave_for(request, reverse("iteration-list"))
    keep_toast(request, _("“%(name)s” is planned") % {"name": planned.name})
    return leave_for(request, reverse("iteration-detail", args=[planned.number]))
