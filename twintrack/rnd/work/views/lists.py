"""Work items as a list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.http import Request
from twintrack.rnd.work import operations, queries
from twintrack.rnd.work.filters import VIEWS, WorkFilterForm, seen_as
from twintrack.rnd.work.forms import BULK, WorkItemForm
from twintrack.rnd.work.lifecycle import UNDER_WAY
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.views.rows import COLUMNS, Drawer
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import SIZE, count_up_to, key_page, told_count
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.sorting import sorting

PAGE = "work/work_item_list.html"
USUAL = {
    "mine": ("is_idle", "rank", "pk"),
    "done": ("-done_at", "-pk"),
    "all": ("-updated_at", "-pk"),
}
BY_HAND = ("rank", "pk")
# A page that is asked for anew shows as many rows as it had; more than this nobody scrolls.
MOST_PAGES = 20
NEVER = date(9999, 12, 31)
BESIDE: Beside = {
    operations.TitleMissing: "title",
    operations.AssigneeOutside: "assignee",
    operations.IterationOver: "iteration",
    operations.ReleaseOut: "release",
    operations.InCircles: "parent",
    Refusal: None,
}


@login_required
@require_GET
def work_item_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = WorkFilterForm(request.GET, user=request.user)
    rows = queries.list_work(
        for_user=request.user, only=seen_as(view, form.wanted, user=request.user)
    )
    usual = USUAL.get(view, BY_HAND)
    table = sorting(request, COLUMNS, usual=usual)
    pages = min(max(len(request.GET.getlist("page")), 1), MOST_PAGES)
    page = key_page(
        _ready(rows), order=table.order, after=request.GET.get("after", ""), size=SIZE * pages
    )
    recall_related(page.items, "assignee", "iteration", "requirement")
    drawer = Drawer(request.user)
    has_grip = not table.sort and view not in USUAL and drawer.may_work
    shown: dict[str, Any] = {
        **table.shown,
        "width": len(COLUMNS) + 1,
        "drawn": drawer.rows(page.items, has_grip=has_grip),
        "next": page.next,
        "pages": range(pages),
        "drawer": drawer,
        "has_grip": has_grip,
        "bulk": BULK,
        "view": view,
        "count": told_count(count_up_to(_ready(rows).order_by(*usual))),
        "address": request.get_full_path(),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    if region_asked_for(request) == "more":
        return render(request, f"{PAGE}#rows", shown)
    return render_page(request, PAGE, shown, regions=("rows",))


def _ready(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """Add what rows are ordered by where no column is never empty."""
    return rows.annotate(
        weight=Coalesce("points", Value(Decimal(0))),
        due=Coalesce("due_on", Value(NEVER)),
        # What one has begun stands before what one may begin.
        is_idle=Case(When(state__in=UNDER_WAY, then=Value(0)), default=Value(1)),
    )


@login_required
@require_http_methods(["GET", "POST"])
def work_item_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.WORK_ON_ITEMS)
    form = WorkItemForm(request.POST or None, user=request.user, initial=_begun(request))
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            item = operations.add(work=form.work, by=request.user, at=timezone.now())
            return leave_for(request, reverse("work-item-detail", args=[item.number]))
    return render_form(request, "work/work_item_new.html", form)


def _begun(request: Request) -> dict[str, Any]:
    """Begin with what the page is about that the form was opened on."""
    return {name: value for name, value in request.GET.items() if value}


@login_required
@require_GET
def work_item_choices(request: Request) -> JsonResponse:
    """Find work by what is typed, for a combobox."""
    words = request.GET.get("q", "").strip()
    found = queries.find_work_items(words, for_user=request.user)[:20]
    items = [
        {
            "value": str(each.pk),
            "text": f"{each.number} {each.title}",
            "hint": each.get_state_display(),
        }
        for each in found
    ]
    return JsonResponse({"items": items})
