"""The page of exchange rates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money import operations, queries
from twintrack.foundation.money.forms import RateForm
from twintrack.foundation.people.http import Request
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

REGIONS = ("rows",)


@login_required
@require_http_methods(["GET", "POST"])
def rate_list(request: Request) -> HttpResponse:
    form = RateForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "rate"):
            operations.enter_rate(**form.cleaned_data, by=request.user, at=timezone.now())
            keep_toast(request, _("The rate is kept. Totals use it from now on."))
            return redirect("rate-list")
    shown = {
        "page": key_page(
            queries.list_rates(for_user=request.user),
            order=("currency", "-on"),
            after=request.GET.get("after", ""),
        ),
        "form": form,
        "base": queries.base_currency(),
        "may_manage": may(request.user, Act.MANAGE_RATES),
    }
    status = 422 if form.errors else 200
    return render_page(request, "money/rate_list.html", shown, regions=REGIONS, status=status)
