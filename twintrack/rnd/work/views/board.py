"""Work of all projects as a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.drawn import drawn_alike
from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.work import board, queries
from twintrack.rnd.work.board import Filled
from twintrack.rnd.work.filters import WorkFilterForm
from twintrack.rnd.work.lifecycle import COLUMNS
from twintrack.rnd.work.marks import written
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import WorkFilter
from twintrack.rnd.work.views.cards import CardDrawer
from twintrack.ui.boards import limits_of, links, more_url
from twintrack.ui.filters import filter_bar
from twintrack.ui.marks import MARKS
from twintrack.ui.regions import region_asked_for

PAGE = "work/work_board.html"
LANES: dict[str, str | Promise] = {
    "": gettext_lazy("No swimlanes"),
    "assignee": gettext_lazy("By assignee"),
    "requirement": gettext_lazy("By requirement"),
    "priority": gettext_lazy("By priority"),
    "project": gettext_lazy("By project"),
}


@dataclass
class Lane:
    """A column, or the part of it that lies in one swimlane."""

    filled: Filled
    more_url: str
    cards: list[SafeString] = field(default_factory=list)

    @property
    def html(self) -> SafeString:
        return mark_safe("".join(self.cards))

    @property
    def ring(self) -> str:
        return MARKS[self.filled.state][0]

    @property
    def points(self) -> str:
        return written(self.filled.points) if self.filled.points else ""


@login_required
@require_GET
def work_board(request: Request) -> HttpResponse:
    form = WorkFilterForm(request.GET, user=request.user)
    wanted = form.wanted
    drawn = drawn_alike(request, wanted, draw=lambda: _draw(request, wanted))
    region = region_asked_for(request)
    if region == "board":
        return HttpResponse(drawn)
    shown = {
        "board": drawn,
        "may_move": may(request.user, Act.WORK_ON_ITEMS),
        "lane_links": links(request.GET, "lanes", LANES, request.GET.get("lanes", "")),
        "list_query": _list_query(request.GET),
        "menu": [
            {"id": each.value, "label": each.label, "ring": MARKS[each][0]} for each in COLUMNS
        ],
        **filter_bar(request, form),
    }
    if region == "filters":
        return render(request, "ui/_filter_form.html", shown)
    return render(request, PAGE, shown)


def _draw(request: Request, wanted: WorkFilter) -> SafeString:
    now = timezone.now()
    rows = queries.list_work(for_user=request.user, only=replace(wanted, scope="all"))
    limits = limits_of(request.GET)
    heads = [
        Lane(each, _more_url(request.GET, each, limits))
        for each in board.read_board(rows, limits=limits, at=now)
    ]
    drawer = CardDrawer(
        request.user, today=timezone.localdate(now), names_product=len(wanted.products) != 1
    )
    by = request.GET.get("lanes", "")
    shown = {
        "heads": heads,
        "swimlanes": swimlanes(drawer, heads, by),
        "is_split": by in LANES and by != "",
        "address": request.get_full_path(),
    }
    return render_to_string(f"{PAGE}#board", shown, request)


def _list_query(query: QueryDict) -> str:
    rest = query.copy()
    for name in ("many", "lanes"):
        rest.pop(name, None)
    return rest.urlencode()


def _more_url(address: QueryDict, filled: Filled, limits: Mapping[str, int]) -> str:
    if not filled.has_more:
        return ""
    return more_url(
        address,
        filled.state.value,
        limits,
        beyond=lambda: f"{reverse('work-item-list')}?{_list_query(address)}",
    )


def swimlanes(drawer: CardDrawer, heads: list[Lane], by: str) -> list[tuple[str, list[Lane]]]:
    """Part the cards by what they belong to, or give one swimlane without a name."""
    drawer.look_up(each for head in heads for each in head.filled.cards)
    if by not in LANES or not by:
        for lane in heads:
            lane.cards = [drawer.card(each) for each in lane.filled.cards]
        return [("", heads)]
    found: dict[tuple[Any, str], list[Lane]] = {}
    for place, head in enumerate(heads):
        for item in head.filled.cards:
            key = _lane_of(item, by)
            if key not in found:
                found[key] = [Lane(each.filled, "") for each in heads]
            found[key][place].cards.append(drawer.card(item))
    return [(key[1], lanes) for key, lanes in sorted(found.items(), key=itemgetter(0))]


def _lane_of(item: WorkItem, by: str) -> tuple[Any, str]:
    """Give what a swimlane is sorted by, and its name; what belongs to nothing comes last."""
    if by == "priority":
        return (item.priority, str(Priority(item.priority).label))
    belongs = getattr(item, by)
    if belongs is None:
        return ((1, ""), _("None"))
    return ((0, str(belongs)), str(belongs))
