"""The operations page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.jobs import checks, operations, queries
from twintrack.foundation.jobs.forms import DismissForm
from twintrack.foundation.people.http import Request
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

REGIONS = ("state", "parked", "subscribers")


@login_required
@require_GET
def operations_page(request: Request) -> HttpResponse:
    parked = queries.list_parked(for_user=request.user)
    shown = {
        "overview": queries.overview(for_user=request.user, at=timezone.now()),
        "parked": key_page(parked, order=("-pk",), after=request.GET.get("after", ""), size=20),
        # Called by the whole page alone.
        "checks": checks.list_checks,
    }
    return render_page(request, "jobs/operations.html", shown, regions=REGIONS)


@login_required
@require_POST
def replay(request: Request, pk: int) -> HttpResponse:
    try:
        parked = operations.replay(parked_id=pk, by=request.user, at=timezone.now())
    except (operations.NotParked, operations.SubscriberGone) as refusal:
        return _back(request, refusal)
    if parked.replayed_at:
        keep_toast(request, _("Entry %(entry)d took effect.") % {"entry": parked.entry_id})
    else:
        text = _("Entry %(entry)d failed again: %(error)s")
        keep_toast(
            request, text % {"entry": parked.entry_id, "error": parked.error[:120]}, tone="bad"
        )
    return _back(request)


@login_required
@require_POST
def replay_all(request: Request) -> HttpResponse:
    done, failed = operations.replay_all(by=request.user, at=timezone.now())
    if done or not failed:
        text = ngettext("%(n)d entry took effect.", "%(n)d entries took effect.", done)
        keep_toast(request, text % {"n": done})
    if failed:
        text = ngettext("%(n)d entry failed again.", "%(n)d entries failed again.", failed)
        keep_toast(request, text % {"n": failed}, tone="bad")
    return _back(request)


@login_required
@require_http_methods(["GET", "POST"])
def dismiss(request: Request, pk: int) -> HttpResponse:
    parked = queries.get_parked(parked_id=pk, for_user=request.user)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.dismiss(
                parked_id=parked.pk, reason=reason, by=request.user, at=timezone.now()
            )
        except operations.NotParked as refusal:
            keep_toast(request, refusal.message, tone="bad")
        else:
            keep_toast(request, _("Dismissed; the ledger keeps your reason."))
        return leave_for(request, reverse("operations"))
    return render_form(request, "jobs/dismiss.html", form, parked=parked)


@login_required
@require_POST
def retry(request: Request) -> HttpResponse:
    name = request.POST.get("subscriber", "")
    operations.retry(subscriber=name, by=request.user, at=timezone.now())
    keep_toast(request, _("%(name)s tries again now.") % {"name": name})
    return _back(request)


@login_required
@require_POST
def hurry(request: Request, pk: int) -> HttpResponse:
    operations.hurry(schedule_id=pk, by=request.user, at=timezone.now())
    keep_toast(request, _("It starts within a second or two."))
    return _back(request)


def _back(request: Request, refusal: Refusal | None = None) -> HttpResponse:
    if refusal is not None:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("operations")
