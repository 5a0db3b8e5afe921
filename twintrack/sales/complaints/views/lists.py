"""The list of complaints in the order in which they break, and figures of promises kept."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.complaints import queries
from twintrack.sales.complaints.figures import NOTHING, keeping, keeping_lately
from twintrack.sales.complaints.forms import FilterForm
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.complaints.overview import few_complaints
from twintrack.sales.complaints.shown import show
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer

LIST = "complaints/complaint_list.html"
NEXT = ("rank", "breaks_at", "pk")
LAST = ("-breaks_at", "-pk")
FIGURE_DAYS = 90
GROUPS = (
    ("month", _("Month")),
    ("severity", _("Severity")),
    ("product", _("Product")),
    ("customer", _("Customer")),
)


@login_required
@require_GET
def complaint_list(request: Request) -> HttpResponse:
    now = timezone.now()
    form = FilterForm(request.GET, user=request.user)
    wanted = form.wanted(request.GET.get("view", ""))
    rows = queries.list_complaints(for_user=request.user, wanted=wanted, now=now)
    order = LAST if wanted.view in {"over", "unconfirmed"} else NEXT
    page = key_page(rows, order=order, after=request.GET.get("after", ""))
    bar = filter_bar(request, form, views=queries.VIEWS, view=wanted.view)
    counts = queries.count_by_view(for_user=request.user, now=now)
    views = [code for code, _label in queries.VIEWS]
    bar["tabs"] = [
        _counted(tab, counts.get(view, 0)) for tab, view in zip(bar["tabs"], views, strict=True)
    ]
    shown = {
        "page": page,
        "rows": [show(each, now=now) for each in page.items],
        "now": now,
        "view": wanted.view,
        "is_narrowed": bool(bar["chips"] or bar["q"]),
        "figures": keeping_lately(for_user=request.user, now=now, days=FIGURE_DAYS),
        "days": FIGURE_DAYS,
        "may_record": may(request.user, Act.RECORD_FEEDBACK),
        **bar,
    }
    return render_page(request, LIST, shown, regions=("rows", "kpis"))


@login_required
@require_GET
def complaint_export(request: Request) -> HttpResponseBase:
    """Give the list as it is narrowed, for a spreadsheet."""
    form = FilterForm(request.GET, user=request.user)
    wanted = form.wanted(request.GET.get("view", ""))
    rows = queries.list_complaints(for_user=request.user, wanted=wanted, now=timezone.now())
    heads = [gettext("Number"), gettext("Complaint"), gettext("Customer"), gettext("Product")]
    heads += [gettext("Severity"), gettext("Owner"), gettext("SLA plan"), gettext("Began")]
    for kind in ClockKind:
        heads += [str(kind.label), gettext("Due"), gettext("Stopped at"), gettext("Minutes worked")]
    heads += [gettext("Root cause"), gettext("Confirmed by the customer")]
    name = f"complaints-{timezone.localdate():%Y-%m-%d}"
    return csv_answer(name, heads, map(_line, rows.order_by(*NEXT).iterator(500)))


def _line(complaint: Complaint) -> list[str]:
    feedback = complaint.feedback
    clocks = {each.kind: each for each in complaint.clocks.all()}
    line = [feedback.number, feedback.title, feedback.customer.name, feedback.product.name]
    line += [complaint.get_severity_display(), feedback.owner.name, str(complaint.version.plan)]
    line.append(_moment(complaint.started_at))
    for kind in ClockKind:
        clock = clocks.get(kind.value)
        line += ["", "", "", ""] if clock is None else _told(clock)
    return [*line, complaint.cause, _moment(complaint.confirmed_at)]


def _told(clock: SlaClock) -> list[str]:
    took = "" if clock.took_minutes is None else str(clock.took_minutes)
    return [clock.get_state_display(), _moment(clock.due_at), _moment(clock.stopped_at), took]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _counted(tab: Any, count: int) -> Any:
    return type(tab)(label=tab.label, url=tab.url, is_on=tab.is_on, count=count)


@login_required
@require_GET
def complaint_figures(request: Request) -> HttpResponse:
    now = timezone.now()
    by = request.GET.get("by", "")
    by = by if by in dict(GROUPS) else "month"
    since = now - timedelta(days=365)
    kept = {
        kind: keeping(for_user=request.user, kind=kind, since=since, until=now, by=by)
        for kind in ClockKind
    }
    keys = sorted({key for each in kept.values() for key in each}, reverse=by == "month")
    shown = {
        "by": by,
        "groups": GROUPS,
        "kinds": list(ClockKind),
        "table": [
            (_named(by, key), [each.get(key, NOTHING) for each in kept.values()]) for key in keys
        ],
    }
    return render_page(request, "complaints/complaint_figures.html", shown, regions=("table",))


def _named(by: str, key: Any) -> Any:
    return Severity(key).label if by == "severity" else key


@panel("complaints/complaint_customer.html")
def customer_complaints(request: Request, number: str) -> dict[str, Any]:
    """Show a customer's complaints that are not over."""
    customer = get_customer(number, for_user=request.user)
    few = few_complaints(customer, for_user=request.user)
    now = timezone.now()
    rows = [show(each, now=now) for each in few.items]
    return {"customer": customer, "few": few, "rows": rows, "now": now}
