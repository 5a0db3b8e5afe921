"""Leads as a table and as a board, and what is done to several."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.forms.leads import SELLERS, BulkForm, FilterForm, MoveForm
from twintrack.sales.leads.lifecycle import OPEN, State
from twintrack.ui.boards import limits_of, more_url
from twintrack.ui.fields import key_of
from twintrack.ui.filters import Tab, filter_bar
from twintrack.ui.marks import MARKS
from twintrack.ui.paging import key_page
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.sorting import Head, sorting
from twintrack.ui.toasts import keep_toast, tell, toast

LIST = "leads/lead_list.html"
BOARD = "leads/lead_board.html"
ORDER = ("-created_at", "-pk")
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("overdue", gettext_lazy("Answer overdue")),
    ("unassigned", gettext_lazy("Unassigned")),
    ("converted", gettext_lazy("Converted")),
    ("disqualified", gettext_lazy("Disqualified")),
    ("all", gettext_lazy("All")),
)
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Company"), key="company", by=("company",)),
    Head(label=gettext_lazy("Contact")),
    Head(label=gettext_lazy("State"), key="state", by=("state",)),
    Head(label=gettext_lazy("First answer")),
    Head(label=gettext_lazy("Lead points"), key="points", by=("points",), numeric=True),
    Head(label=gettext_lazy("Source"), key="source", by=("source",)),
    Head(label=gettext_lazy("Arrived on"), key="created", by=("created_at",)),
    Head(label=gettext_lazy("Owner")),
)


def _ways(request: Request, here: str) -> list[tuple[str, Tab]]:
    query = request.GET.copy()
    for name in list(query):
        if name not in {"source", "region", "owner", "product", "q"}:
            del query[name]
    address = f"?{query.urlencode()}" if query else ""
    ways = (
        ("lead-list", "table", _("Table")),
        ("lead-board", "layout-kanban", _("Board")),
    )
    return [
        (icon, Tab(label=label, url=reverse(name) + address, is_on=name == here))
        for name, icon, label in ways
    ]


@login_required
@require_GET
def lead_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_LEADS)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=request.user)
    rows = queries.list_leads(for_user=request.user, wanted=form.wanted(view, request.user))
    table = sorting(request, HEADS, usual=ORDER)
    page = key_page(rows, order=table.order, after=request.GET.get("after", ""))
    may_manage = may(request.user, Act.MANAGE_LEADS)
    at = timezone.now()
    shown = {
        "page": page,
        "rows": [(each, each.is_overdue(at)) for each in page.items],
        **table.shown,
        "width": len(HEADS) + may_manage,
        "count": rows.count(),
        "pages": _ways(request, "lead-list"),
        "people": list_people(roles=SELLERS),
        "may_manage": may_manage,
        "may_set": may(request.user, Act.SET_LEAD_RULES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_GET
def lead_board(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_LEADS)
    form = FilterForm(request.GET, user=request.user)
    shown: dict[str, Any] = filter_bar(request, form)
    region = region_asked_for(request)
    if region == "filters":
        return render(request, "ui/_filter_form.html", shown)
    rows = queries.list_leads(for_user=request.user, wanted=form.wanted("open", request.user))
    limits, at = limits_of(request.GET), timezone.now()
    counts = queries.count_by_state(rows)
    lanes = []
    for state in OPEN:
        limit = limits.get(state, 50)
        cards = list(rows.filter(state=state).order_by("due_at", "-points", "pk")[:limit])
        lanes.append(
            {
                "state": state,
                "ring": MARKS.get(state, ("",))[0],
                "count": counts.get(state, 0),
                "cards": [(each, each.is_overdue(at)) for each in cards],
                "more_url": more_url(
                    request.GET,
                    state,
                    limits,
                    beyond=lambda: f"{reverse('lead-list')}?view=open",
                )
                if counts.get(state, 0) > limit
                else "",
            }
        )
    shown |= {
        "lanes": lanes,
        "address": request.get_full_path(),
        "pages": _ways(request, "lead-board"),
        "may_manage": may(request.user, Act.MANAGE_LEADS),
        "may_set": may(request.user, Act.SET_LEAD_RULES),
        "menu": [
            {"id": each.value, "label": each.label, "ring": MARKS.get(each, ("",))[0]}
            for each in OPEN
        ],
    }
    return render(request, f"{BOARD}#board" if region == "board" else BOARD, shown)


@login_required
@require_POST
def lead_move(request: Request) -> HttpResponse:
    """Move a card of the board to another column; `revision` is the state it was seen in."""
    sent = {"before": request.POST.get("revision"), "to": request.POST.get("col")}
    form = MoveForm(sent)
    found = queries.find_leads([key_of(request.POST.get("pk", "")) or 0], for_user=request.user)
    if not form.is_valid() or not found:
        return toast(HttpResponse(status=422), _("This move is not possible."), tone="bad")
    before, to = State(form.cleaned_data["before"]), State(form.cleaned_data["to"])
    try:
        operations.move(lead=found[0], before=before, to=to, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return toast(HttpResponse(status=refusal.status), refusal.message, tone="bad")
    return tell(HttpResponse(status=200), "leads-changed", {})


@login_required
@require_POST
def lead_bulk(request: Request) -> HttpResponse:
    """Give several leads to one person, or to whom the rules choose."""
    check_may(request.user, Act.MANAGE_LEADS)
    form = BulkForm(request.POST, user=request.user)
    is_named = request.POST.get("act") == "rules" or bool(request.POST.get("owner"))
    if not form.is_valid() or not is_named:
        return _told(request, _("Choose leads, and whom to give them to."), status=422)
    to = form.cleaned_data["owner"] if form.cleaned_data["act"] == "assign" else None
    moved = operations.assign_several(
        leads=list(form.cleaned_data["pk"]), to=to, by=request.user, at=timezone.now()
    )
    said = ngettext("%(n)d lead changed hands.", "%(n)d leads changed hands.", len(moved))
    return _told(request, said % {"n": len(moved)})


def _told(request: Request, said: str, *, status: int = 200) -> HttpResponse:
    if not request.htmx:
        keep_toast(request, said)
        return redirect("lead-list")
    answer = toast(HttpResponse(status=status), said, tone="bad" if status > 399 else "ok")
    return tell(answer, "leads-changed", {})
