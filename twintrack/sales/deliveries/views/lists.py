"""Deliveries as a table."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.forms.deliveries import FilterForm
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

LIST = "deliveries/delivery_list.html"
HEADS = (
    Head(label=gettext_lazy("Number"), key="number", by=("pk",)),
    Head(label=gettext_lazy("Delivery"), key="name", by=("project__name",)),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Progress")),
    Head(label=gettext_lazy("Planned finish"), key="due", by=("due_key",)),
    Head(label=gettext_lazy("Forecast"), key="forecast", by=("forecast_on",)),
    Head(label=gettext_lazy("Led by"), key="lead", by=("project__owner__name",)),
)
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("late", gettext_lazy("Late")),
    ("waiting", gettext_lazy("Waiting")),
    ("completed", gettext_lazy("Completed")),
    ("all", gettext_lazy("All")),
)


@login_required
@require_GET
def delivery_list(request: Request) -> HttpResponse:
    user = request.user
    check_may(user, Act.SEE_DELIVERIES)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=user)
    today = timezone.localdate()
    rows = queries.list_deliveries(for_user=user, wanted=form.wanted(view, user), today=today)
    table = sorting(request, HEADS, usual=("-pk",))
    page = key_page(rows, order=table.order, after=request.GET.get("after", ""))
    queries.expect(page.items, today=today)
    shown = {
        "page": page,
        **table.shown,
        "count": rows.count(),
        "today": today,
        "may_manage": may(user, Act.MANAGE_DELIVERIES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows",))
