"""Visits as a table."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.visits import queries
from twintrack.sales.visits.forms import FilterForm
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

LIST = "visits/visit_list.html"
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Visit purpose")),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("Begins"), key="start", by=("starts_at",)),
    Head(label=gettext_lazy("Kind")),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Next step"), key="next", by=("next_step_on",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
)
VIEWS = (
    ("ahead", gettext_lazy("Upcoming")),
    ("mine", gettext_lazy("Mine")),
    ("owed", gettext_lazy("Note is owed")),
    ("done", gettext_lazy("Done")),
    ("missed", gettext_lazy("Missed")),
    ("all", gettext_lazy("All")),
)


@login_required
@require_GET
def visit_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_VISITS)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "ahead"
    form = FilterForm(request.GET, user=request.user)
    rows = queries.list_visits(for_user=request.user, wanted=form.wanted(view, request.user))
    usual = ("starts_at", "pk") if view == "ahead" else ("-starts_at", "-pk")
    table = sorting(request, HEADS, usual=usual)
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "count": rows.count(),
        "may_manage": may(request.user, Act.MANAGE_VISITS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows",))
