"""Rows that name something nobody here knows: corrected and recorded, or dismissed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.forms import HeldForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast, toast

LIST = "intake/held_list.html"
RELEASE = "intake/held_release.html"


@login_required
@require_GET
def held_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.IMPORT_FEEDBACK)
    number = request.GET.get("run", "")
    run = queries.get_run(number, for_user=request.user) if number else None
    rows = queries.list_held(for_user=request.user, run=run)
    page = key_page(rows, order=("-pk",), after=request.GET.get("after", ""))
    return render_page(request, LIST, {"page": page, "run": run}, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def held_release(request: Request, pk: int) -> HttpResponse:
    """Correct a row and record it."""
    held = queries.get_held(pk, for_user=request.user)
    form = HeldForm(request.POST or None, held=held, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            feedback = operations.release(
                held=held,
                corrections=form.corrections,
                create=form.cleaned_data["create"],
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("%(number)s is recorded.") % {"number": feedback.number})
            return leave_for(request, reverse("held-list"))
    return render_form(request, RELEASE, form, held=held)


@login_required
@require_POST
def held_dismissal(request: Request, pk: int) -> HttpResponse:
    """Say that a row is not wanted."""
    held = queries.get_held(pk, for_user=request.user)
    with pressed(request):
        operations.dismiss(held=held, by=request.user, at=timezone.now())
        keep_toast(request, _("The row is dismissed."), reverse("held-again", args=[pk]))
    return redirect("held-list")


@login_required
@require_POST
def held_again(request: Request, pk: int) -> HttpResponse:
    """Take it back that a row is not wanted."""
    held = queries.get_dismissed(pk, for_user=request.user)
    operations.wait_again(held=held, by=request.user, at=timezone.now())
    return toast(HttpResponse(), _("The row waits again."))
