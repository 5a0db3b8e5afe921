"""Opportunities as a table, and those of one customer."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.memory.standing import named_by, standing
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline import queries
from twintrack.sales.pipeline.forms import FilterForm
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import known_stages, stage_label
from twintrack.sales.pipeline.ways import pages_of
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import few_of, key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

LIST = "pipeline/opportunity_list.html"
ORDER = ("expected_close_on", "pk")
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Opportunity"), key="name", by=("name",)),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("Stage")),
    Head(label=gettext_lazy("Amount"), key="amount", by=("currency", "amount"), numeric=True),
    Head(label=gettext_lazy("Expected close"), key="close", by=("expected_close_on",)),
    Head(label=gettext_lazy("Next step"), key="next", by=("next_step_on",)),
    Head(label=gettext_lazy("In stage since"), key="since", by=("stage_since",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
)
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("won", gettext_lazy("Won")),
    ("lost", gettext_lazy("Lost")),
    ("all", gettext_lazy("All")),
)
IN_PANEL = 5
CHOICES = 20


@login_required
@require_GET
def opportunity_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=request.user)
    wanted = form.wanted(view, request.user, at=timezone.now())
    rows = queries.list_opportunities(for_user=request.user, wanted=wanted)
    today = timezone.localdate()
    sums = _sums(rows, today)
    table = sorting(request, HEADS, usual=ORDER)
    ways = [*known_stages(), Stage.WON.value, Stage.LOST.value]
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "pages": pages_of(request, "opportunity-list"),
        "sums": [(code, stage_label(code), sums[code]) for code in ways if code in sums],
        "total": queries.sum_stages(sums, on=today),
        "count": sum(each.count for each in sums.values()),
        "today": today,
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows", "sums"))


def _sums(rows: QuerySet[Opportunity], today: date) -> dict[str, queries.StageSum]:
    try:
        asked = named_by("pipeline.sums", str(rows.query), today.isoformat())
    except EmptyResultSet:
        # Nothing can be in such a list: there is no question to remember.
        return {}
    return standing(
        asked,
        lambda: queries.sum_by_stage(rows, on=today),
        about=("opportunity", "customer", "user", "exchange_rate"),
    )


@login_required
@require_GET
def opportunity_choices(request: Request) -> JsonResponse:
    """Find open opportunities for a field that asks while one types."""
    text = request.GET.get("q", "").strip()[:100]
    wanted = queries.Wanted(stage="open", text=text)
    found = queries.list_opportunities(for_user=request.user, wanted=wanted)[:CHOICES]
    items = [
        {"value": each.pk, "text": str(each), "hint": f"{each.number} · {each.customer}"}
        for each in found
    ]
    return JsonResponse({"items": items})


@panel("pipeline/opportunity_panel.html")
def customer_opportunities(request: Request, number: str) -> dict[str, Any]:
    """Show a customer's opportunities on the customer's page; nothing to whom they are hidden."""
    customer = get_customer(number, for_user=request.user)
    wanted = queries.Wanted(customer=customer)
    rows = queries.list_opportunities(for_user=request.user, wanted=wanted)
    newest = rows.select_related(None).order_by(F("closed_at").asc(nulls_first=True), "-pk")
    few = few_of(newest, IN_PANEL, are_there=has("customer", customer.pk, "opportunities"))
    recall_related(few.items, "owner")
    return {
        "customer": customer,
        "few": few,
        "may_see": may(request.user, Act.SEE_OPPORTUNITIES),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }
