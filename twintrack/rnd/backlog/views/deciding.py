"""Asks for the reason of a decision, where a card or a cell was moved past a review."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.forms import DecisionForm
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.operations import Decision
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.backlog.views.answering import changed
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, toast


@login_required
@require_http_methods(["GET", "POST"])
def requirement_decide(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    asked = {"decision": request.GET.get("decision", State.ACCEPTED.value)}
    form = DecisionForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            decided = operations.decide(
                requirement=requirement,
                decision=Decision(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            if not is_dialog(request):
                return redirect("requirement-detail", number)
            text = _("%(number)s: %(state)s") % {
                "number": number,
                "state": decided.get_state_display(),
            }
            return changed(toast(close_modal(HttpResponse()), text))
    return render_form(request, "backlog/requirement_decide.html", form, requirement=requirement)
