"""A new requirement."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.forms import (
    RequirementForm,
)
from twintrack.rnd.backlog.operations import Proposal
from twintrack.ui.dialogs import leave_for, render_form


@login_required
@require_http_methods(["GET", "POST"])
def requirement_new(request: Request) -> HttpResponse:
    form = RequirementForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        product = form.cleaned_data.pop("product")
        requirement = operations.propose(
            product=product,
            proposal=Proposal(**form.cleaned_data),
            by=request.user,
            at=timezone.now(),
        )
        return leave_for(request, reverse("requirement-detail", args=[requirement.number]))
    return render_form(request, "backlog/requirement_new.html", form)
