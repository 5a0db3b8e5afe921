"""What an hour costs by role, and from which amount on expenses are approved."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.forms import LimitForm, RateForm
from twintrack.sales.delivery_costs.queries.rates import USUAL_LIMIT
from twintrack.sales.delivery_costs.views.dialogs import show_form
from twintrack.ui.dialogs import leave_for
from twintrack.ui.regions import render_page

PAGE = "delivery_costs/cost_settings.html"


@login_required
@require_GET
def cost_settings(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_COSTS)
    shown = {
        "rates": queries.list_rates(for_user=request.user),
        "limits": queries.list_limits(for_user=request.user),
        "usual": USUAL_LIMIT,
        "base": base_currency(),
        "may_set": may(request.user, Act.SET_COST_RATES),
    }
    return render_page(request, PAGE, shown, regions=("rates", "limits"))


@login_required
@require_http_methods(["GET", "POST"])
def rate_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_COST_RATES)
    form = RateForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.set_rate(**form.cleaned_data, by=request.user, at=timezone.now())
            return leave_for(request, reverse("cost-settings"))
    up, up_url = _("Cost rates"), reverse("cost-settings")
    return show_form(request, form, title=_("Set a cost rate"), up=up, up_url=up_url)


@login_required
@require_http_methods(["GET", "POST"])
def limit_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_COST_RATES)
    form = LimitForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.set_limit(**form.cleaned_data, by=request.user, at=timezone.now())
            return leave_for(request, reverse("cost-settings"))
    up, up_url = _("Cost rates"), reverse("cost-settings")
    return show_form(request, form, title=_("Set the limit"), up=up, up_url=up_url)
