"""The inbox: lists of feedback with a preview beside them, and the same as a file."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.feedback import inbox, queries
from twintrack.sales.feedback.models import Feedback, Kind, Severity
from twintrack.sales.feedback.triage_forms import FilterForm
from twintrack.sales.feedback.views.rows import SHOWN, Drawer
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.spreadsheet import csv_answer

LIST = "feedback/feedback_list.html"
PREVIEW = "feedback/feedback_preview.html"


@login_required
@require_GET
def feedback_list(request: Request) -> HttpResponse:
    form = FilterForm(request.GET, user=request.user)
    wanted = form.wanted(request.GET.get("view", ""))
    rows = inbox.list_inbox(for_user=request.user, wanted=wanted)
    bar = filter_bar(request, form, views=inbox.VIEWS, view=wanted.view)
    bar["tabs"][0] = replace(bar["tabs"][0], count=queries.count_to_triage(request.user))
    page = key_page(rows.only(*SHOWN), order=("-pk",), after=request.GET.get("after", ""))
    may_triage = may(request.user, Act.TRIAGE_FEEDBACK)
    shown = {
        "page": page,
        "rows": Drawer(wanted.view, may_choose=may_triage).rows(page.items),
        "view": wanted.view,
        "is_narrowed": bool(bar["chips"] or bar["q"]),
        **choices(request),
        **bar,
    }
    return render_page(request, LIST, shown, regions=("rows",))


def choices(request: Request) -> dict[str, Any]:
    """Give what the inbox offers to those who triage."""
    return {
        "may_triage": may(request.user, Act.TRIAGE_FEEDBACK),
        "severities": Severity.choices,
        "kinds": Kind.choices,
        "people": list_people(),
    }


@panel("feedback/_waiting.html", part="")
def feedback_waiting(request: Request) -> dict[str, Any]:
    """Say what waits for triage, and the money behind it."""
    return {"waiting": inbox.what_waits(for_user=request.user, on=timezone.localdate())}


@login_required
@require_GET
def feedback_preview(request: Request, number: str) -> HttpResponse:
    feedback = queries.get_feedback(number, for_user=request.user)
    shown = {"feedback": feedback, **choices(request)}
    return render(request, f"{PREVIEW}#preview" if request.htmx else PREVIEW, shown)


@login_required
@require_GET
def feedback_choices(request: Request) -> JsonResponse:
    """Find feedback for a field that asks while one types."""
    text = request.GET.get("q", "").strip()
    found = inbox.find_for_choice(text, for_user=request.user)
    items = [
        {"value": each.pk, "text": f"{each.number} {each.title}", "hint": each.customer.name}
        for each in found
    ]
    return JsonResponse({"items": items})


@login_required
@require_GET
def feedback_export(request: Request) -> HttpResponseBase:
    form = FilterForm(request.GET, user=request.user)
    wanted = form.wanted(request.GET.get("view", ""))
    rows = inbox.list_inbox(for_user=request.user, wanted=wanted)
    rows = rows.select_related("contact", "module", "recorded_by")
    heads = (
        _("Number"),
        _("State"),
        _("Kind"),
        _("Severity"),
        _("Title"),
        _("In the customer's words"),
        _("Customer"),
        _("Contact"),
        _("Product"),
        _("Module"),
        _("Version"),
        _("Channel"),
        _("Happened"),
        _("Recorded"),
        _("Recorded by"),
        _("Owner"),
        _("Number there"),
    )
    name = f"feedback-{timezone.localdate():%Y-%m-%d}"
    return csv_answer(name, heads, _written(rows.iterator(1000)))


def _written(rows: Iterator[Feedback]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield (
            row.number,
            row.get_state_display(),
            row.get_kind_display(),
            row.get_severity_display(),
            row.title,
            row.verbatim,
            row.customer.name,
            row.contact.name if row.contact else "",
            row.product.name,
            row.module.name if row.module else "",
            row.version.name if row.version else "",
            row.get_channel_display(),
            f"{timezone.localtime(row.occurred_at):%Y-%m-%d %H:%M}",
            f"{timezone.localtime(row.recorded_at):%Y-%m-%d %H:%M}",
            row.recorded_by.name,
            row.owner.name,
            row.external_id,
        )
